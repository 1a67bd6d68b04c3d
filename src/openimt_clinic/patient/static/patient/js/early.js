/**
 * Runs before the page is seen, and only remembers: which fields a person touches before the other
 * scripts are there. Without it a touch on the answer that stands there already would be no change,
 * and nobody would know of it.
 */
(() => {
  /** @type {Set<EventTarget>} */
  const touched = new Set();
  const ticks = new Set(["radio", "checkbox"]);
  for (const name of ["click", "input", "change"]) {
    document.addEventListener(name, ({ target }) => {
      const field = target instanceof HTMLElement && target.closest("input, textarea, select");
      const writes = field && (name !== "click" || ticks.has(/** @type {any} */ (field).type));
      if (writes) touched.add(field);
    }, true);
  }
  /** @type {any} */ (globalThis).openimtTouched = touched;
})();
