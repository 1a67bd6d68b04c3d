/**
 * The pages of a pause, a rehearsal and a moment: one step at a time, safety first. Without it all
 * that may be asked stands below each other.
 */
import { isAsked } from "./asked.js";
import { addSliders } from "./slides.js";
import { showWait, waitUntil } from "./waiting.js";
import { stepsOn, way } from "./way.js";

const ACTS = ["self_harm_act", "intent", "plan", "access", "ingestion", "attempt"];

/** @param {HTMLFormElement} form @param {string} name @returns {string} */
function textOf(form, name) {
  const found = form.elements.namedItem(name);
  if (found instanceof RadioNodeList) return found.value;
  return found instanceof HTMLInputElement && !["radio", "checkbox"].includes(found.type)
    ? found.value
    : "";
}

/** @param {HTMLFormElement} form @param {string} name @returns {number | null} */
function numberOf(form, name) {
  const text = textOf(form, name);
  return text === "" ? null : Number(text);
}

/** @param {HTMLFormElement} form */
function wayOf(form) {
  const told = {
    strength: numberOf(form, "strength"),
    suicidalUrge: numberOf(form, "suicidal_urge"),
    selfHarmUrge: numberOf(form, "self_harm_urge"),
    acts: ACTS.some((one) => (numberOf(form, one) ?? 0) > 0),
  };
  const { urgeFirst, strengthFirst, calm } = form.dataset;
  const limits = {
    urgeFirst: Number(urgeFirst),
    strengthFirst: Number(strengthFirst),
    calm: Number(calm),
  };
  const threat = textOf(form, "threat") === "true";
  // Who came back has just said how it is; what stands in the moment is of the bad hour.
  const since = form.dataset.way;
  if (since) return threat ? "believed" : since === "calm" ? "calm" : "describe";
  return way(told, threat, limits);
}

/** @param {Element | null | undefined} one @param {boolean} visible */
function show(one, visible) {
  one?.toggleAttribute("hidden", !visible);
}

/** The steps of a form, and where the person is. */
class Steps {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** @type {HTMLElement[]} */
    this.all = [...form.querySelectorAll("[data-step]")].map((one) => /** @type {HTMLElement} */ (one));
    const first = this.all.findIndex((one) => "first" in one.dataset);
    this.at = (this.all[first] ?? this.nextBlank() ?? this.all[0])?.dataset.step ?? "";
    this.guarded = form.id === "moment";
  }

  /** Where somebody goes on who was here before. @returns {HTMLElement | undefined} */
  nextBlank() {
    if ("new" in this.form.dataset) return undefined;
    return this.all.find((step) => {
      const fields = [...step.querySelectorAll("input[name], textarea")];
      return fields.every((one) =>
        one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type)
          ? !(one.checked && one.value !== "")
          : !(/** @type {HTMLInputElement} */ (one).value),
      );
    });
  }

  /** @returns {string[]} */
  get asked() {
    const names = this.all.map((one) => one.dataset.step ?? "");
    return this.guarded ? stepsOn(wayOf(this.form), names) : names;
  }

  draw() {
    const asked = this.asked;
    if (!asked.includes(this.at)) this.at = asked[asked.length - 1];
    const place = asked.indexOf(this.at);
    const now = this.guarded ? wayOf(this.form) : "calm";
    const last = place === asked.length - 1 && now !== "ask";
    for (const one of this.all) {
      const here = one.dataset.step === this.at;
      show(one, here);
      if (one instanceof HTMLFieldSetElement) one.disabled = !asked.includes(one.dataset.step ?? "");
      show(one.querySelector("[data-steps]"), this.all.length > 1 && !last);
      show(one.querySelector("[data-back]"), place > 0);
    }
    show(this.form.querySelector("[data-end]"), last);
    show(this.form.querySelector("[data-end] [data-back]"), place > 0);
    if (now !== "ask") show(this.missing, false);
    show(this.form.querySelector("[data-help-first]"), now === "help");
    show(this.form.querySelector("[data-believed]"), now === "believed");
    this.bars(now === "ask" ? this.all.length : asked.length, place);
  }

  /** @param {number} steps @param {number} place */
  bars(steps, place) {
    const bars = document.querySelector("[data-bars]");
    if (!bars || steps < 2) return bars?.replaceChildren();
    const every = Array.from({ length: steps }, (_, n) => {
      const bar = document.createElement("i");
      bar.classList.toggle("on", n <= place);
      return bar;
    });
    return bars.replaceChildren(...every);
  }

  /** What says that the page cannot go on without an answer. @returns {Element | null} */
  get missing() {
    return this.form.querySelector("[data-missing]");
  }

  /** Says beside the question what is still missing, and leads there. */
  sayMissing() {
    const first = this.form.querySelector("[name=strength]");
    const question = first?.closest("fieldset");
    if (!this.missing || !question) return;
    question.querySelector("legend")?.after(this.missing);
    question.setAttribute("aria-describedby", this.missing.id);
    show(this.missing, true);
    /** @type {HTMLElement} */ (first).focus({ preventScroll: true });
    question.scrollIntoView({ block: "center" });
  }

  /** @param {number} by */
  go(by) {
    if (by > 0 && this.guarded && wayOf(this.form) === "ask") return this.sayMissing();
    const asked = this.asked;
    const next = asked[asked.indexOf(this.at) + by];
    if (!next) return;
    this.at = next;
    this.draw();
    const step = this.all.find((one) => one.dataset.step === next);
    const name = step?.querySelector(".step-name");
    if (name instanceof HTMLElement) {
      name.tabIndex = -1;
      name.focus({ preventScroll: true });
    }
    window.scrollTo({ top: 0 });
  }
}

/** What helps comes into view, once all of safety is answered. @param {HTMLFormElement} form
 * @param {EventTarget | null} target */
function showHelp(form, target) {
  const asked = ["strength", "suicidal_urge", "self_harm_urge"];
  const answered = asked.every((name) => numberOf(form, name) !== null);
  const here = target instanceof HTMLInputElement && [...asked, ...ACTS].includes(target.name);
  const help = form.querySelector("[data-help-first]:not([hidden])");
  if (here && answered) help?.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLFormElement} form */
function drawRest(form) {
  for (const one of form.querySelectorAll("[data-only-if]")) {
    const onlyIf = /** @type {HTMLElement} */ (one).dataset.onlyIf ?? "";
    const answered = one.querySelector("input:checked:not([value=''])") !== null;
    show(one, answered || isAsked(onlyIf, (name) => numberOf(form, name)));
  }
  for (const one of form.querySelectorAll("[data-chose]")) {
    show(one, /** @type {HTMLElement} */ (one).dataset.chose === textOf(form, "chose"));
  }
  const strength = numberOf(form, "strength");
  const strong = strength !== null && strength >= Number(form.dataset.strengthFirst);
  show(form.querySelector("[data-strong]"), strong);
  for (const group of form.querySelectorAll("[data-most]")) limit(/** @type {HTMLElement} */ (group));
}

/** @param {HTMLElement} group of which only so many are picked */
function limit(group) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  const picked = boxes.filter((one) => /** @type {HTMLInputElement} */ (one).checked);
  const full = picked.length >= Number(group.dataset.most);
  for (const one of boxes) one.toggleAttribute("disabled", full && !picked.includes(one));
}

/** On coming back, what is asked of the scene follows how it is now; where it is too much, the
 * scene goes out of sight. @param {HTMLFormElement} look how it is now */
function lead(look) {
  const now = wayOf(look);
  const moment = document.getElementById("moment");
  show(look.querySelector("[data-help-first]"), now === "help");
  show(moment, now !== "help");
  if (now === "help") look.closest("details")?.setAttribute("open", "");
  if (now === "ask" || !moment) return;
  moment.dataset.way = now;
  moment.dispatchEvent(new CustomEvent("openimt:put"));
}

/** @param {HTMLFormElement} form */
function start(form) {
  addSliders(form);
  const steps = new Steps(form);
  const draw = () => {
    drawRest(form);
    steps.draw();
    if (form.id === "look") lead(form);
  };
  for (const event of ["input", "change", "openimt:put", "openimt:bound"]) {
    form.addEventListener(event, draw);
  }
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-next], [data-back]") : null;
    if (button) steps.go(button.matches("[data-next]") ? 1 : -1);
  });
  form.addEventListener("change", ({ target }) => {
    showHelp(form, target);
    if (!(target instanceof HTMLInputElement) || target.name !== "chose") return;
    const place = form.querySelector("[data-wait]");
    if (target.value !== "wait") waitUntil(0);
    if (!(place instanceof HTMLElement)) return;
    if (target.value === "wait") showWait(place, true);
    place.closest("section")?.scrollIntoView({ block: "nearest" });
  });
  draw();
}

for (const form of document.querySelectorAll("form[data-document]")) {
  if (form.querySelector("[data-step], [data-slide], [data-only-if]")) {
    start(/** @type {HTMLFormElement} */ (form));
  }
}
for (const place of document.querySelectorAll("[data-wait]")) {
  showWait(/** @type {HTMLElement} */ (place), false);
}
