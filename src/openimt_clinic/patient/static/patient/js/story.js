/**
 * Writing one's story: the stop button gives way to the ground at once, whatever the net does.
 * What was written goes the way of every form; without script the button leads to the same page.
 */

const form = document.querySelector("[data-writing] form[data-document]");
const ground = document.querySelector("[data-ground]");

/** @param {HTMLFormElement} writing @param {HTMLElement} safe */
function giveWay(writing, safe) {
  // Whatever the clinic answers, the page stays where the person is now.
  writing.dataset.after = "";
  writing.closest("[data-writing]")?.setAttribute("hidden", "");
  safe.hidden = false;
  window.scrollTo(0, 0);
  safe.focus({ preventScroll: true });
}

if (form instanceof HTMLFormElement && ground instanceof HTMLElement) {
  form.addEventListener("submit", (event) => {
    // A form that nothing keeps on this phone goes to the clinic's own page of the ground.
    const stops = event.submitter?.hasAttribute("data-stop");
    if (stops && form.dataset.bound) giveWay(form, ground);
  });
  document.addEventListener("openimt:arrived", (event) => {
    const next = form.dataset.entry;
    const { entries } = /** @type {CustomEvent} */ (event).detail;
    const refused = entries.some(
      (/** @type {any} */ one) => one.state === "refused" || Object.keys(one.refused ?? {}).length,
    );
    if (refused) {
      ground.querySelector("[data-ground-kept]")?.setAttribute("hidden", "");
      ground.querySelector("[data-ground-left]")?.removeAttribute("hidden");
    }
    // The entry has a page of its own once it is with the clinic, by the name that holds.
    if (next && form.dataset.after && form.dataset.bound && !refused) {
      form.dataset.after = next.replace(form.dataset.name ?? "", form.dataset.bound);
    }
  });
}
