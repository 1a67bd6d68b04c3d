/**
 * What follows from a document that keeps itself is drawn anew each time something was kept: the
 * loop of a schema, what a scene has and may still be asked. The server draws it; without script it is as new as the page.
 */

const PAUSE = 300;

/** @param {HTMLElement} place */
async function fresh(place) {
  try {
    const reply = await fetch(place.dataset.fresh ?? "", { headers: { Accept: "text/html" } });
    if (!reply.ok || reply.redirected) return;
    const drawn = new DOMParser().parseFromString(await reply.text(), "text/html");
    place.replaceChildren(...drawn.body.childNodes);
    if (place.hasAttribute("data-limits")) limit(place);
  } catch {
    // Without a net it stays as it was; the next writing that arrives draws it again.
  }
}

/** A scene that stops asks for nothing more: its empty fields go at once, and come back when a
 * person has said that it tells of no trauma. @param {HTMLElement} place */
function limit(place) {
  const only = place.querySelector("[data-only]")?.getAttribute("data-only")?.split(" ");
  for (const field of document.querySelectorAll("[data-writing] [data-field]")) {
    const stays = !only || only.includes(field.getAttribute("data-field") ?? "");
    const writing = field.contains(document.activeElement) || field.hasAttribute("data-unsent");
    field.toggleAttribute("hidden", !stays && !writing);
  }
}

let pause = 0;
const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-fresh]")]);
const state = document.querySelector("[data-writing] [data-state]");
if (state) {
  new MutationObserver(() => {
    clearTimeout(pause);
    pause = window.setTimeout(() => places.forEach((place) => void fresh(place)), PAUSE);
  }).observe(state, { childList: true, characterData: true, subtree: true });
}
