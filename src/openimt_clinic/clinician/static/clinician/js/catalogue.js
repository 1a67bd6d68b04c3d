/**
 * "/" brings the focus to the search from anywhere on the page, unless something is being typed.
 * The search itself needs no script; with it, the list follows each word.
 */

/** @param {EventTarget | null} at @returns {boolean} whether keys pressed here are text */
function takesText(at) {
  return at instanceof HTMLElement && (at.isContentEditable || at.matches("input, select, textarea"));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("[data-search]");
  if (!(search instanceof HTMLInputElement) || takesText(event.target)) return;
  event.preventDefault();
  search.focus();
  search.select();
});
