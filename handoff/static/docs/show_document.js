/** Shows our OpenAPI document with Swagger UI, which the page has loaded before as a classic script. */

/** @type {any} */ (globalThis).SwaggerUIBundle({
  url: "/docs/openapi.json",
  dom_id: "#document",
  deepLinking: true,
  validatorUrl: null, // its default sends the document to a service of others
});
