/**
 * Ties `form[data-document]` to what the phone keeps. Each change is kept on the phone; worrying
 * answers go at once; the rest goes with the button. Without script, or on a phone that can keep
 * nothing, the same form is sent as any other.
 *
 * @typedef {import("./documents.js").Draft} Draft
 * @typedef {Object} Bound a form and what is known of it
 * @property {HTMLFormElement} form
 * @property {string} kind
 * @property {string} name
 * @property {boolean} isNew
 * @property {boolean} byDay its name is a day by the phone's calendar
 * @property {Set<string>} touched fields touched on this page whose value is not an entry yet
 * @property {Set<string>} own fields this page has spoken of; of the others the draft knows
 * @property {Record<string, string>} seen
 * @property {Record<string, any>} along what the page says of itself with each answer
 * @property {Set<string>} gone fields that went by themselves: a correction follows at once
 * @property {Promise<void>} saving
 * @property {boolean} byArrow whether the last key or touch was an arrow key
 * @property {number} settling the timer of an answer that arrow keys came to
 */
import { lately } from "./begun.js";
import { dayNamed, isByDay, showsAnotherDay } from "./days.js";
import { draftId, draftOf, person, putAway, store, write } from "./documents.js";
import { fieldOf, putValue, saidAlong, saidByPage, touchedEarly, valueOf, valueOfButton } from "./fields.js";
import { localMoment, unsent, URGENCY, waiting } from "./outbox.js";
import { showBegun, showRefused } from "./form_says.js";
import { StorageFailure } from "./store.js";
import { writtenIn } from "./words.js";

/** How long the page waits for the clinic before it goes on; the rest goes by itself. */
const WAITS_FOR = 2500;
/** So many milliseconds on an answer that arrow keys came to, and it is meant. */
const SETTLES_IN = 1500;
/** @param {HTMLFormElement} form @returns {Promise<Bound>} */
async function bound(form) {
  const page = writtenIn(form.dataset.values ?? "document-values") ?? {};
  const kind = form.dataset.document ?? "";
  const isNew = "new" in form.dataset;
  const said = form.dataset.name ?? "";
  const name = isNew ? crypto.randomUUID() : dayNamed(said);
  /** @type {Bound} */
  const one = {
    form,
    kind,
    name,
    isNew,
    byDay: isByDay(said),
    touched: new Set(),
    own: new Set(),
    seen: { ...page.seen },
    along: saidAlong(form),
    gone: new Set(),
    saving: Promise.resolve(),
    byArrow: false,
    settling: 0,
  };
  const otherDay = showsAnotherDay(said, form.action);
  if (otherDay) one.seen = {};
  put(form, otherDay ? emptied(form) : page.values);
  await restore(one);
  // Whatever was touched until now; from here on the form listens itself.
  for (const field of touchedEarly(form).values()) void touched(one, field);
  return one;
}

/** Puts values back, but nothing over what the person has touched meanwhile.
 * @param {HTMLFormElement} form @param {Record<string, any>} [values] */
function put(form, values = {}) {
  const early = touchedEarly(form);
  for (const [field, value] of Object.entries(values)) {
    if (!early.has(field)) putValue(form, field, value);
  }
}

/** @param {HTMLFormElement} form @returns {Record<string, null>} every field of it, empty */
function emptied(form) {
  for (const button of form.querySelectorAll("[data-undone]")) {
    button.textContent = button.getAttribute("data-undone");
  }
  const names = [...form.elements].map((one) => fieldOf(one)?.name).filter(Boolean);
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** What waits and what was begun comes back, beside what was touched just now. @param {Bound} one */
async function restore(one) {
  const kept = await store();
  const begun = one.isNew ? await lately(one.kind, one.along) : await draftOf(one.kind, one.name);
  if (begun) one.name = begun.name;
  const mine = unsent(await waiting(kept, person()), one.kind, one.name);
  Object.assign(one.seen, begun?.seen ?? {}, mine.seen);
  put(one.form, { ...mine.values, ...begun?.values });
  if (begun && one.isNew) showBegun(one.form, () => startEmpty(one));
}

/** @param {Bound} one */
async function startEmpty(one) {
  one.touched.clear();
  await one.saving;
  const draft = await draftOf(one.kind, one.name);
  if (draft) await putAway(draft);
  window.location.reload();
}

/** @param {Bound} one */
async function forget(one) {
  one.touched.clear();
  await one.saving;
  await (await store()).remove("documents", draftId(one.kind, one.name));
}

/** What was begun before this page, or beside it in another window, and has not gone.
 * @param {Bound} one @returns {Promise<Record<string, any>>} */
async function begunElsewhere(one) {
  const draft = await draftOf(one.kind, one.name);
  return Object.fromEntries(Object.entries(draft?.values ?? {}).filter(([name]) => !one.own.has(name) && !(name in one.along)));
}

/** Keeps what was touched. One after the other, so that the last word stays.
 * @param {Bound} one */
function save(one) {
  one.saving = one.saving.then(async () => {
    const values = { ...(await begunElsewhere(one)), ...valuesOf(one, one.touched) };
    const left = Object.keys(values).length > 0;
    const row = {
      id: draftId(one.kind, one.name),
      person: person(),
      kind: one.kind,
      name: one.name,
      values: { ...one.along, ...values },
      seen: one.seen,
      isNew: one.isNew,
      byDay: one.byDay,
      at: localMoment(new Date()),
    };
    // What has gone is no draft any more: brought back later, it would be said a second time.
    if (left) await (await store()).put("documents", row);
    else await (await store()).remove("documents", row.id);
  });
  one.saving = one.saving.catch(() => {
    document.dispatchEvent(new CustomEvent("openimt:state", { detail: { state: "no_storage" } }));
  });
}

/** @param {Bound} one @param {Iterable<string>} names */
function valuesOf(one, names) {
  return Object.fromEntries([...names].map((name) => [name, valueOf(one.form, name)]));
}

/** @param {Bound} one @param {import("./fields.js").Field} field */
async function touched(one, field) {
  one.touched.add(field.name);
  one.own.add(field.name);
  save(one);
  if (isPassing(one, field)) return;
  const urgency = urgencyIn(field);
  if (!urgency && !("touch" in field.dataset) && !one.gone.has(field.name)) return;
  one.gone.add(field.name);
  // The status line has said it where this fails.
  const more = urgency ? one.along : {};
  await sent(one, [field.name, ...beside(one, field, urgency)], urgency, more).catch(() => undefined);
}

/** What belongs to a worrying answer and goes with it: how strong it is now.
 * @param {Bound} one @param {import("./fields.js").Field} field @param {number} urgency */
function beside(one, field, urgency) {
  const group = urgency ? field.closest("[data-along]") : null;
  const along = [...(group?.querySelectorAll("input, select, textarea") ?? [])].map(fieldOf);
  const names = new Set(along.map((other) => other?.name ?? ""));
  return [...names].filter((name) => name !== field.name && one.touched.has(name));
}

/** Arrow keys pass over answers on their way to another. Such a one is kept at once, and goes when
 * the person stays on it, leaves the row or leaves the page.
 * @param {Bound} one @param {import("./fields.js").Field} field @returns {boolean} */
function isPassing(one, field) {
  window.clearTimeout(one.settling);
  if (!one.byArrow || field.type !== "radio") return false;
  const settle = (/** @type {Event | undefined} */ event) => {
    const to = event instanceof FocusEvent ? event.relatedTarget : null;
    if (to instanceof HTMLInputElement && to.name === field.name) return;
    field.removeEventListener("blur", settle);
    window.removeEventListener("pagehide", settle);
    const ticked = /** @type {HTMLInputElement} */ (field).checked;
    if (!ticked || !one.touched.has(field.name)) return;
    one.byArrow = false;
    void touched(one, field);
  };
  field.addEventListener("blur", settle);
  window.addEventListener("pagehide", settle);
  one.settling = window.setTimeout(settle, SETTLES_IN);
  return true;
}

/** Makes an entry of these fields. @param {Bound} one @param {string[]} names
 * @param {number} urgency @param {Record<string, any>} [more] */
async function sent(one, names, urgency, more = {}) {
  const values = { ...valuesOf(one, names), ...more };
  const seen = { ...one.seen };
  const { key } = await write(one.kind, one.name, values, { seen, urgency });
  for (const name of Object.keys(values)) {
    one.seen[name] = key;
    one.own.add(name);
    one.touched.delete(name);
  }
  save(one);
  return key;
}

/** How pressing what a field says is. @param {import("./fields.js").Field | null} field */
function urgencyIn(field) {
  const ticking = field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type);
  if (!field || (ticking && !field.checked)) return 0;
  return URGENCY[/** @type {keyof URGENCY} */ (field.dataset.response ?? "")] ?? 0;
}

/** The most pressing of the answers that stand in the form and have not gone yet.
 * @param {Bound} one @returns {number} */
function urgencyOf(one) {
  const asked = [...one.form.querySelectorAll("[data-response]")].map(fieldOf);
  return Math.max(0, ...asked.filter((field) => one.touched.has(field?.name ?? "")).map(urgencyIn));
}

/** The button: everything touched becomes one entry. @param {Bound} one
 * @param {HTMLElement | null} submitter */
async function submitted(one, submitter) {
  const more = Object.fromEntries(
    saidByPage(one.form, submitter).map((name) => [name, pageValue(one, name, submitter)]),
  );
  await one.saving;
  const begun = await begunElsewhere(one);
  const names = [...one.touched];
  if (!names.length && !Object.keys({ ...begun, ...more }).length) return goOn(one);
  const answer = arrivalOf(one);
  const key = await sent(one, names, urgencyOf(one), { ...begun, ...more });
  await forget(one);
  const told = await answer(key);
  if (told && Object.keys(told.refused ?? {}).length + Number(told.state === "refused")) {
    showRefused(one.form, told);
    for (const name of [...names, ...Object.keys(begun)]) one.touched.add(name);
    save(one);
    return undefined;
  }
  return goOn(one, told?.told?.go);
}

/** @param {Bound} one @param {string} name @param {HTMLElement | null} submitter */
function pageValue(one, name, submitter) {
  const pressed = submitter instanceof HTMLButtonElement && submitter.name === name;
  return pressed ? valueOfButton(submitter) : valueOf(one.form, name);
}

/** Waits a moment for what the clinic says to an entry. @param {Bound} one */
function arrivalOf(one) {
  /** @type {Map<string, any>} */ const come = new Map();
  /** @type {() => void} */ let look = () => undefined;
  const listen = (/** @type {any} */ event) => {
    for (const answer of event.detail.entries) come.set(answer.key, answer);
    look();
  };
  const gave_up = (/** @type {any} */ event) => {
    if (["offline", "signed_out", "failed"].includes(event.detail.state)) look();
  };
  document.addEventListener("openimt:arrived", listen);
  document.addEventListener("openimt:state", gave_up);
  return (/** @type {string} */ key) =>
    new Promise((resolve) => {
      const over = () => {
        document.removeEventListener("openimt:arrived", listen);
        document.removeEventListener("openimt:state", gave_up);
        for (const [field, own] of Object.entries(come.get(key)?.keys ?? {})) one.seen[field] = own;
        resolve(come.get(key));
      };
      look = over;
      if (come.has(key)) over();
      else window.setTimeout(over, WAITS_FOR);
    });
}

/** @param {Bound} one @param {string} [go] the page that helps, before any other */
function goOn(one, go) {
  const helping = document.querySelector("[data-phone-help]:not([hidden])");
  const after = one.form.dataset.after;
  if (go) window.location.assign(go);
  else if (helping) helping.setAttribute("data-after", after ?? "");
  else if (after) window.location.assign(after);
}

/** Ties one form. A phone that can keep nothing leaves it as it is: it is sent by its button, and
 * worrying answers still go at once. @param {HTMLFormElement} form */
export async function bind(form) {
  let one;
  try {
    one = await bound(form);
  } catch {
    document.dispatchEvent(new CustomEvent("openimt:state", { detail: { state: "no_storage" } }));
    return bindWithoutStore(form);
  }
  const ready = one;
  // For scripts that come later than this, as well.
  form.dataset.bound = one.name;
  form.dispatchEvent(new CustomEvent("openimt:bound", { bubbles: true }));
  form.addEventListener("keydown", ({ key }) => {
    ready.byArrow = key.startsWith("Arrow");
  }, true);
  form.addEventListener("pointerdown", () => {
    ready.byArrow = false;
  }, true);
  for (const event of ["input", "change"]) {
    form.addEventListener(event, ({ target, type }) => {
      const field = fieldOf(target);
      if (!field) return;
      const ticked = ["radio", "checkbox", "select-one", "select-multiple"].includes(field.type);
      // A tick says both; a worrying one goes once. A slider is sent when it is let go.
      if (ticked === (type === "change") || (type === "change" && "touch" in field.dataset)) {
        void touched(ready, field);
      }
    });
  }
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    // A second touch of the button while the first one is on its way says nothing new.
    if ("sending" in form.dataset) return;
    form.dataset.sending = "";
    const done = submitted(ready, event.submitter).catch((error) => {
      // Neither kept nor sent: the page stays, with everything in it. Else it is our mistake, and
      // the form goes as it would without script.
      if (!(error instanceof StorageFailure)) form.submit();
    });
    void done.finally(() => delete form.dataset.sending);
  });
}

/** @param {HTMLFormElement} form */
function bindWithoutStore(form) {
  const changed = (/** @type {EventTarget | null} */ target) => {
    const field = fieldOf(target);
    const urgency = urgencyIn(field);
    if (!field || !urgency) return;
    const values = { ...saidAlong(form), [field.name]: valueOf(form, field.name) };
    const name = dayNamed(form.dataset.name ?? "");
    write(form.dataset.document ?? "", name, values, { urgency }).catch(() => undefined);
  };
  for (const field of touchedEarly(form).values()) changed(field);
  form.addEventListener("change", ({ target }) => changed(target));
}
