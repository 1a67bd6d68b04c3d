/**
 * The help panel: after a worrying answer the numbers and the person's own plan are there at once,
 * from this phone. It says that nobody has been told until the clinic has answered, and then what
 * really happens.
 */
import { person, store } from "./documents.js";
import { LEADS_TO_HELP, URGENCY } from "./outbox.js";
import { say } from "./words.js";

/** @typedef {string | {text: string, lang: string}} Sentence
 * @typedef {{response: string, happens: Sentence[], go: string}} Told */

/** Worrying entries that the clinic has not answered, with how pressing they are.
 * @type {Map<string, number>} */
const untold = new Map();
/** What the clinic has set in motion for the gravest of them. @type {Told | null} */
let told = null;
/** The gravest that was said; nothing milder that comes later takes its words away. */
let gravest = 0;
let signedOut = false;
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
 * @param {Sentence} sentence @returns {HTMLElement} */
function lineOf(sentence) {
  const line = document.createElement("p");
  const { text, lang } = typeof sentence === "string" ? { text: sentence, lang: "" } : sentence;
  line.textContent = text;
  if (lang) line.lang = lang;
  return line;
}

/** @param {string} go @param {string} label @returns {HTMLElement} */
function wayTo(go, label) {
  const link = document.createElement("a");
  link.href = go;
  link.className = "button";
  link.textContent = label;
  return link;
}

/** Everything that holds now, the most pressing first: medical help where a life may be at stake,
 * told or not; that nobody has been told; what the clinic does.
 * @param {string} [otherwise] where nothing of it holds */
function draw(otherwise = "") {
  const medical = gravest >= URGENCY.emergency;
  panel()?.classList.toggle("act", medical || untold.size > 0);
  // What happens says the same, and more.
  for (const line of panel()?.querySelectorAll("[data-help-honest]") ?? []) {
    line.toggleAttribute("hidden", untold.size === 0);
  }
  const title = place("title");
  if (title) title.textContent = say(untold.size ? "untold_title" : "told_title");
  const lines = [];
  if (medical) lines.push(lineOf(say("emergency")));
  if (untold.size) lines.push(lineOf(say("untold")));
  if (untold.size && signedOut) lines.push(lineOf(say("untold_signed_out")), wayTo(signIn(), say("sign_in")));
  const then = (told?.happens ?? []).map(lineOf);
  if (told?.go) then.push(wayTo(told.go, say("what_happens")));
  // Where a life may be at stake the number to call comes before what the clinic does.
  if (!medical) lines.push(...then);
  place("then")?.replaceChildren(...(medical ? then : []));
  if (!untold.size && !told && otherwise) lines.push(lineOf(otherwise));
  place("says")?.replaceChildren(...lines);
}

/** What lies behind is out of reach while the panel is open; the honest line goes on speaking.
 * @param {boolean} behind */
function standBefore(behind) {
  /** @type {Element | null} */
  let one = panel();
  for (; one && one !== document.body; one = one.parentElement) {
    for (const other of one.parentElement?.children ?? []) {
      if (other !== one && !other.matches("script, [data-phone-status]")) other.toggleAttribute("inert", behind);
    }
  }
}

/** @param {HTMLElement} own */
function show(own) {
  if (own.hidden) cameFrom = document.activeElement;
  own.hidden = false;
  standBefore(true);
  // What is said comes first, wherever the panel was left the last time.
  own.scrollTop = 0;
  own.focus({ preventScroll: true });
}

/** Opens the panel with what this phone has. @param {string} key @param {number} urgency */
export function openHelp(key, urgency) {
  const own = panel();
  if (!own) return;
  untold.set(key, urgency);
  gravest = Math.max(gravest, urgency);
  draw();
  show(own);
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
  const urgency = urgencyOf(answer.told);
  if (answer.told && urgency >= LEADS_TO_HELP && urgency >= urgencyOf(told)) told = answer.told;
  gravest = Math.max(gravest, urgency);
  const own = panel();
  if (urgency >= LEADS_TO_HELP && own?.hidden) show(own);
  // It may have set nothing in motion: it was refused, or taken back by another phone.
  if (known || urgency >= LEADS_TO_HELP) draw(answer.says || say("arrived_only"));
}

/** @param {Told | null} one @returns {number} */
function urgencyOf(one) {
  return one ? URGENCY[/** @type {keyof URGENCY} */ (one.response)] ?? 0 : 0;
}

/** Closes the panel; what waits keeps waiting, and is said in the line. */
function close() {
  const own = panel();
  if (!own || own.hidden) return;
  own.hidden = true;
  standBefore(false);
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
    signedOut = event.detail.state === "signed_out";
    if (signedOut && untold.size) draw();
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

/** Worrying entries that still wait open the panel again on every page.
 * @param {import("./outbox.js").Entry[]} entries */
export function stillUntold(entries) {
  for (const { key, urgency } of entries) if (urgency >= LEADS_TO_HELP) openHelp(key, urgency);
}
