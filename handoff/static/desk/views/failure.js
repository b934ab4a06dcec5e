/** What the page shows when it has failed itself; needs nothing that may have failed. */

/**
 * Shows a bar with the one thing that helps; once is enough.
 * @param {{text: string, action: string}} words
 */
export function showFailure({ text, action }) {
  if (document.querySelector(".failure")) return;
  const bar = document.createElement("div");
  bar.className = "failure";
  bar.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.className = "button quiet";
  button.textContent = action;
  button.onclick = () => location.reload();
  bar.append(text, button);
  document.body.append(bar);
}
