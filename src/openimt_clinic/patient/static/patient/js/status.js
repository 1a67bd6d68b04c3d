/**
 * The honest line: what is kept on this phone, what has been sent, and what this phone cannot do.
 * Nothing is said to be sent before the clinic has answered.
 */
import { person, store } from "./documents.js";
import { refusedOnes, waiting } from "./outbox.js";
import { hour, say, sayHowMany } from "./words.js";

/** The last thing that went wrong for good: it stays until something is kept or sent again. */
let trouble = "";

/** @returns {HTMLElement | null} */
function line() {
  return document.querySelector("[data-phone-status]");
}

/** @param {string} text @param {{href?: string, label?: string, firm?: boolean}} [more] */
function show(text, { href, label, firm } = {}) {
  const place = line();
  if (!place) return;
  place.replaceChildren(text);
  if (href && label) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = label;
    place.append(" ", link);
  }
  place.hidden = !text;
  place.classList.toggle("firm", Boolean(firm));
}

/** @returns {{href: string, label: string}} back to this page after signing in */
function signIn() {
  const next = encodeURIComponent(window.location.pathname + window.location.search);
  return { href: `/account/login/?next=${next}`, label: say("sign_in") };
}

/** Says what is true now. @param {string} [state] of the last try to send */
export async function sayState(state = "") {
  if (trouble) return show(say(trouble), { firm: true });
  const kept = await store().catch(() => null);
  if (!kept) return show(say("no_storage"), { firm: true });
  const wait = (await waiting(kept, person())).length;
  const refused = (await refusedOnes(kept, person())).length;
  if (state === "signed_out") {
    const text = wait ? sayHowMany("sign_in_again", wait) : say("signed_out");
    return show(text, { ...signIn(), firm: true });
  }
  if (wait) return show(`${sayHowMany("kept_here", wait)} ${say("not_sent")}`, { firm: true });
  if (refused) return show(sayHowMany("refused", refused), { href: "/me/phone/", label: say("look") });
  return undefined;
}

/** Where people look while they write: the line of the form, if it has one.
 * @param {string} text */
function besideForm(text) {
  for (const place of document.querySelectorAll("[data-kept-says]")) place.textContent = text;
}

/** @param {string} receivedAt */
function sentAt(receivedAt) {
  // The hour by this phone, as people read it; the clinic's own time is in its record.
  return say("sent_at", { time: hour(receivedAt ? new Date(receivedAt) : new Date()) });
}

/** Listens to what happens to documents. */
export function keepSaying() {
  document.addEventListener("openimt:kept", () => {
    trouble = "";
    besideForm(`${sayHowMany("kept_here", 1)} ${say("not_sent")}`);
    void sayState();
  });
  document.addEventListener("openimt:arrived", (/** @type {any} */ event) => {
    trouble = "";
    const clashed = event.detail.entries.some((/** @type {any} */ one) => one.state === "clashed");
    const text = sentAt(event.detail.received_at);
    besideForm(text);
    if (clashed) show(`${text} ${say("clashed")}`, { href: "/me/clashes/", label: say("look") });
    else show(text);
    // For the page that comes next: it says what became of what was written here.
    sessionStorageSet("openimt-said", clashed ? "" : text);
    void refusedToo();
  });
  document.addEventListener("openimt:state", (/** @type {any} */ event) => {
    const { state } = event.detail;
    if (state === "no_storage" || state === "lost") trouble = state;
    if (state !== "arrived" && state !== "sending") void sayState(state);
  });
}

async function refusedToo() {
  const kept = await store().catch(() => null);
  const left = kept && ((await waiting(kept, person())).length || (await refusedOnes(kept, person())).length);
  if (left) await sayState();
}

/** What the page before has left to say. */
export function sayFromBefore() {
  const text = sessionStorageSet("openimt-said", "");
  if (text) show(text);
}

/** Sets and returns what stood there; a browser that forbids it forgets.
 * @param {string} name @param {string} value @returns {string} */
function sessionStorageSet(name, value) {
  try {
    const before = window.sessionStorage.getItem(name) ?? "";
    window.sessionStorage.setItem(name, value);
    return before;
  } catch {
    return "";
  }
}
