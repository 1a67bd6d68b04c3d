/**
 * Keeps a person from losing what they typed: leaving a changed form asks first.
 * Nothing typed is stored on the device. A form takes part by carrying data-kept.
 */

/** @type {Set<HTMLFormElement>} */
const changed = new Set();

/** @param {EventTarget | null} target @returns {HTMLFormElement | null} */
function keptForm(target) {
  return target instanceof Element ? target.closest("form[data-kept]") : null;
}

document.addEventListener("input", (event) => {
  const form = keptForm(event.target);
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => {
  const form = keptForm(event.target);
  if (form) changed.delete(form);
});

window.addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});
