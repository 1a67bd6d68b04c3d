/**
 * Small help for disclosures: Escape closes the one the focus is in, a click elsewhere closes a
 * menu, and everything is open on paper.
 */

/** @param {Event} event */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
  }
}

document.addEventListener("click", closeMenus);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(event.target instanceof Element)) return;
  const open = event.target.closest("details[open]");
  if (!open) return;
  open.removeAttribute("open");
  open.querySelector("summary")?.focus();
});

window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not(.menu, [open])")) {
    details.setAttribute("open", "");
    details.setAttribute("data-opened-for-print", "");
  }
});

window.addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("[data-opened-for-print]")) {
    details.removeAttribute("open");
    details.removeAttribute("data-opened-for-print");
  }
});
