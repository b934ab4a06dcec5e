/**
 * `POST /chat/uploads`: the one request that is not a frame. XMLHttpRequest, because `fetch` cannot tell how much has
 * gone out.
 */

/** @import { Answer, PostFile } from "./uploads.js" */

/**
 * @param {() => string | null} token of the visitor
 * @returns {PostFile}
 */
export function createPostFile(token) {
  return (id, file, onProgress) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/chat/uploads");
      request.setRequestHeader("Authorization", `Bearer ${token() ?? ""}`);
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
      request.onloadend = () => resolve(readAnswer(request));
      const form = new FormData();
      form.append("id", id);
      form.append("file", file);
      request.send(form);
    });
}

/**
 * @param {XMLHttpRequest} request
 * @returns {Answer}
 */
function readAnswer(request) {
  const retryAfter = Number(request.getResponseHeader("Retry-After"));
  return {
    status: request.status,
    code: request.response?.error?.code ?? null,
    retryAfter: retryAfter > 0 ? retryAfter : null,
  };
}
