/** Tells whoever is signed in on which pages words of theirs wait in this browser. */

import { pagesLeft } from "./writing_outbox.js";

for (const box of document.querySelectorAll("[data-left-elsewhere]")) {
  if (!(box instanceof HTMLElement)) continue;
  for (const [page, labels] of pagesLeft(box.dataset.user ?? "")) {
    const link = document.createElement("a");
    link.href = page;
    link.textContent = labels.map((label) => `“${label}”`).join(", ");
    box.append(" ", link);
    box.hidden = false;
  }
}
