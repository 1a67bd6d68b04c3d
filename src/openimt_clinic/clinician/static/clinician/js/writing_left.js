/**
 * A document that was signed or put aside while words for it waited in this browser: they are shown
 * to whoever typed them, to copy them or to throw them away. Nobody else's browser has them.
 */

import { leftOf, throwAway } from "./writing_outbox.js";
import { inWords } from "./writing_fields.js";

for (const box of document.querySelectorAll("[data-left]")) {
  if (!(box instanceof HTMLElement)) continue;
  const { user = "", document: name = "" } = box.dataset;
  const list = box.querySelector("dl");
  const labels = new Map(
    [...box.querySelectorAll("[data-label]")].map((one) => [one.getAttribute("data-label"), one.textContent]),
  );
  for (const entry of leftOf(user, name)) {
    for (const [field, value] of Object.entries(entry.values)) {
      const label = document.createElement("dt");
      const words = document.createElement("dd");
      label.textContent = labels.get(field) ?? field;
      words.textContent = inWords(/** @type {import("./writing_fields.js").Value} */ (value));
      list?.append(label, words);
    }
  }
  box.hidden = !list?.children.length;
  box.querySelector("[data-throw-away]")?.addEventListener("click", () => {
    throwAway(user, name);
    box.hidden = true;
  });
}
