/** The page's own buttons open the chat, as any host page's may. */

for (const button of document.querySelectorAll("[data-chat]")) {
  button.addEventListener("click", () => /** @type {any} */ (window).Sapa?.open());
}
