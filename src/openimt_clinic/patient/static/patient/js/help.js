/**
 * The help panel: after a worrying answer the numbers and the person's own plan are there at once,
 * from this phone. It says that nobody has been told until the clinic has answered, and then what
 * really happens.
 */
import { person, store } from "./documents.js";
import { LEADS_TO_HELP, URGENCY } from "./outbox.js";
import { say } from "./words.js";

/** Worrying entries that the clinic has not answered. @type {Set<string>} */
const untold = new Set();
/** @type {Element | null} */
let cameFrom = null;

/** @returns {HTMLElement | null} */
function panel() {
  return document.querySelector("[data-phone-help]");
}

/** @param {string} part @returns {HTMLElement | null} */
function place(part) {
  return panel()?.querySelector(`[data-help-${part}]`) ?? null;
}

/** A sentence of the clinic that is in another language than the page says so.
 * @param {(string | {text: string, lang: string})[]} sentences @param {string} [go]
 * @param {string} [label] of the way there */
function happens(sentences, go = "", label = say("what_happens")) {
  const list = place("says");
  if (!list) return;
  const lines = sentences.map((sentence) => {
    const line = document.createElement("p");
    const { text, lang } = typeof sentence === "string" ? { text: sentence, lang: "" } : sentence;
    line.textContent = text;
    if (lang) line.lang = lang;
    return line;
  });
  if (go) {
    const link = document.createElement("a");
    link.href = go;
    link.className = "button";
    link.textContent = label;
    lines.push(link);
  }
  list.replaceChildren(...lines);
}

/** @param {boolean} told */
function stand(told) {
  panel()?.classList.toggle("act", !told);
  // What happens says the same, and more.
  for (const line of panel()?.querySelectorAll("[data-help-honest]") ?? []) {
    line.toggleAttribute("hidden", told);
  }
  const title = place("title");
  if (title) title.textContent = say(told ? "told_title" : "untold_title");
}

/** Opens the panel with what this phone has. @param {string} key @param {number} urgency */
export function openHelp(key, urgency) {
  const own = panel();
  if (!own) return;
  untold.add(key);
  stand(false);
  happens(urgency >= URGENCY.emergency ? [say("untold"), say("emergency")] : [say("untold")]);
  if (own.hidden) cameFrom = document.activeElement;
  own.hidden = false;
  own.focus({ preventScroll: true });
  void showPlan();
}

/** The person's plan as this phone keeps it. */
async function showPlan() {
  const list = place("plan");
  if (!list || list.childElementCount) return;
  const kept = await store().then((one) => one.get("kept", "phone")).catch(() => undefined);
  if (kept?.person !== person()) return;
  list.replaceChildren(...planOf(kept.facts.plan));
}

/** A plan as elements: text only, whatever anybody wrote; numbers can be touched.
 * @param {{elements: {heading: string, lines: {says: string, number: string, dial: string}[]}[]} | null} plan
 * @returns {HTMLElement[]} */
export function planOf(plan) {
  return (plan?.elements ?? []).map(({ heading, lines }) => {
    const part = document.createElement("section");
    const title = document.createElement("h3");
    title.textContent = heading;
    const list = document.createElement("ul");
    list.className = "plain-list";
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line.number ? `${line.says} ` : line.says;
      if (line.number) {
        const call = document.createElement("a");
        call.href = `tel:${line.dial}`;
        call.textContent = line.number;
        item.append(call);
      }
      list.append(item);
    }
    part.append(title, list);
    return part;
  });
}

/** @param {import("./outbox.js").Answer} answer */
function answered(answer) {
  const known = untold.delete(answer.key);
  const told = answer.told;
  const pressing = told && URGENCY[/** @type {keyof URGENCY} */ (told.response)] >= LEADS_TO_HELP;
  if (!pressing) {
    // It arrived, and nothing was set in motion: it was refused, or taken back by another phone.
    if (known && !untold.size) happens([answer.says || say("arrived_only")]);
    return;
  }
  const own = panel();
  if (own?.hidden) own.hidden = false;
  stand(untold.size === 0);
  happens(untold.size ? [say("untold"), ...told.happens] : told.happens, told.go);
}

/** Closes the panel; what waits keeps waiting, and is said in the line. */
function close() {
  const own = panel();
  if (!own || own.hidden) return;
  own.hidden = true;
  const after = own.getAttribute("data-after");
  if (after) window.location.assign(after);
  else if (cameFrom instanceof HTMLElement) cameFrom.focus();
}

/** Listens to worrying answers and to what becomes of them. */
export function keepHelping() {
  document.addEventListener("openimt:help", (/** @type {any} */ event) => {
    openHelp(event.detail.entry.key, event.detail.entry.urgency);
  });
  document.addEventListener("openimt:arrived", (/** @type {any} */ event) => {
    event.detail.entries.forEach(answered);
  });
  document.addEventListener("openimt:state", (/** @type {any} */ event) => {
    if (event.detail.state === "signed_out" && untold.size) happens([say("untold"), say("untold_signed_out")], signIn(), say("sign_in"));
  });
  panel()?.querySelector("[data-help-close]")?.addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}

/** @returns {string} */
function signIn() {
  return `/account/login/?next=${encodeURIComponent(window.location.pathname)}`;
}

/** A worrying entry that still waits opens the panel again on every page.
 * @param {import("./outbox.js").Entry[]} entries */
export function stillUntold(entries) {
  const grave = entries.find((entry) => entry.urgency >= LEADS_TO_HELP);
  if (grave) openHelp(grave.key, grave.urgency);
}
