/**
 * Sends each answer the moment it is given. An answer that calls for help leads to the page that
 * helps; when it cannot be sent, the numbers that are already in this page come into view.
 * Without script the same answers are kept when the person goes on.
 */

const LEADS_TO_HELP = new Set(["next_working_day", "same_day", "emergency"]);
const TRIES = 2;
/** Milliseconds until one try counts as lost, and until the numbers are shown without waiting. */
const TRY_LASTS = 15000;
const NUMBERS_AFTER = 4000;

/** @param {HTMLInputElement} input @returns {HTMLFormElement | null} */
function formOf(input) {
  return input.form?.matches("form[data-answers]") ? input.form : null;
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input */
function answer(form, input) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "key", "page"]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) body.set(name, field.value);
  }
  body.set(input.name, input.value);
  return body;
}

/** Sending again changes nothing, so a broken line is tried once more.
 * @param {string} address @param {FormData} body */
async function send(address, body) {
  let failure = new Error("not sent");
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const signal = AbortSignal.timeout(TRY_LASTS);
      const response = await fetch(address, { method: "POST", body, keepalive: true, signal });
      if (response.ok) return await response.json();
      failure = new Error(String(response.status));
      if (response.status < 500) break;
    } catch (error) {
      failure = error instanceof Error ? error : failure;
    }
  }
  throw failure;
}

/** The help that stands in the page already: no network is needed to see it. */
function showNumbers() {
  const section = document.querySelector("[data-unreached]");
  if (!(section instanceof HTMLElement)) return;
  section.hidden = false;
  section.focus();
  section.scrollIntoView({ block: "start" });
}

/** @param {HTMLInputElement} input */
async function given(input) {
  const form = formOf(input);
  if (!form) return;
  const worrying = LEADS_TO_HELP.has(input.dataset.response ?? "");
  const waiting = worrying ? window.setTimeout(showNumbers, NUMBERS_AFTER) : 0;
  try {
    const told = await send(String(form.dataset.answers), answer(form, input));
    if (told.go) window.location.assign(told.go);
  } catch {
    if (worrying) showNumbers();
  } finally {
    window.clearTimeout(waiting);
  }
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input instanceof HTMLInputElement && input.type === "radio") given(input);
});
