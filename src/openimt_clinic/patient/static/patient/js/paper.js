/** Shows the print button, which needs a script, and prints. */
for (const button of document.querySelectorAll("[data-paper]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => window.print());
}
