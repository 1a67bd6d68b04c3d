/**
 * The fields of a form and their values. A field nobody touched is none of them; a cleared answer
 * is null.
 *
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field
 */

const OURS = new Set(["csrfmiddlewaretoken", "key", "leads_to", "seen", "boxes"]);

/** @param {EventTarget | null} target @returns {Field | null} a field that a person fills in */
export function fieldOf(target) {
  const known =
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement;
  if (!known || !target.name || OURS.has(target.name)) return null;
  return target.type === "submit" || target.type === "button" ? null : target;
}

/** @param {HTMLFormElement} form @param {string} name @returns {Field[]} */
function fields(form, name) {
  const all = [...form.elements].filter((one) => fieldOf(one)?.name === name);
  return /** @type {Field[]} */ (all);
}

/** Fields that a person touched before the scripts were there, also where nothing changed by it.
 * Of a row of answers it is the one that is ticked.
 * @param {HTMLFormElement} form @returns {Map<string, Field>} by name */
export function touchedEarly(form) {
  /** @type {Map<string, Field>} */ const found = new Map();
  for (const element of /** @type {any} */ (globalThis).openimtTouched ?? []) {
    const field = fieldOf(element);
    if (field?.form !== form) continue;
    const stands = !isTick(field) || /** @type {HTMLInputElement} */ (field).checked;
    if (stands || !found.has(field.name)) found.set(field.name, field);
  }
  return found;
}

/** @param {Field} field @returns {boolean} */
function isTick(field) {
  return ["radio", "checkbox"].includes(field.type);
}

/** @param {Field[]} same of one name @returns {string} how its value is to be read */
function typeOf(same) {
  const said = same.find((one) => one.dataset.type)?.dataset.type;
  if (said) return said;
  const { type } = same[0];
  if (type === "checkbox") return same.length > 1 ? "list" : "bool";
  return ["radio", "number", "range"].includes(type) ? "number" : "text";
}

/** @param {string} text @returns {number | string | null} what is no number is refused in words */
function numberOf(text) {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  return Number.isFinite(Number(plain)) ? Number(plain) : text;
}

/** What stands in a field now; null where it is empty.
 * @param {HTMLFormElement} form @param {string} name @returns {any} */
export function valueOf(form, name) {
  const same = fields(form, name);
  if (!same.length) return null;
  const type = typeOf(same);
  const ticks = same.filter((one) => one instanceof HTMLInputElement && one.checked);
  const ticking = isTick(same[0]);
  if (type === "list") {
    const many = ticking ? ticks.map((one) => one.value) : [same[0].value];
    return many.filter(Boolean);
  }
  if (type === "bool" && same[0].type === "checkbox") return ticks.length > 0;
  const text = ticking ? (ticks[0]?.value ?? "") : same[0].value;
  if (type === "number") return numberOf(text);
  if (type === "bool") return text === "" ? null : ["1", "true", "yes", "on"].includes(text);
  return text === "" ? null : text;
}

/** Puts a value back into its field. @param {HTMLFormElement} form @param {string} name
 * @param {any} value */
export function putValue(form, name, value) {
  const many = Array.isArray(value) ? value.map(String) : null;
  const text = value === null || value === undefined ? "" : String(value);
  for (const field of fields(form, name)) {
    if (field instanceof HTMLInputElement && isTick(field)) {
      if (many) field.checked = many.includes(field.value);
      else if (typeof value === "boolean" && field.type === "checkbox") field.checked = value;
      else field.checked = sameAnswer(field.value, value, text);
    } else field.value = many ? many.join("\n") : text;
    field.dispatchEvent(new CustomEvent("openimt:put", { bubbles: true }));
  }
}

/** @param {string} own @param {any} value @param {string} text */
function sameAnswer(own, value, text) {
  if (typeof value === "boolean") return ["1", "true", "yes"].includes(own) === value && own !== "";
  if (typeof value === "number") return own !== "" && Number(own) === value;
  return own === text;
}

/** Hidden fields that say of themselves that they belong to what is written, and the button that
 * was pressed. @param {HTMLFormElement} form @param {HTMLElement | null} submitter
 * @returns {string[]} their names */
export function saidByPage(form, submitter) {
  const hidden = [...form.querySelectorAll("input[type=hidden][data-type]")];
  const named = hidden.map((one) => /** @type {HTMLInputElement} */ (one).name);
  const button = submitter instanceof HTMLButtonElement && submitter.dataset.type;
  return button ? [...named, submitter.name] : named;
}

/** What belongs to each answer of the form, and the page says by itself: the moment it is about.
 * @param {HTMLFormElement} form @returns {Record<string, any>} */
export function saidAlong(form) {
  const hidden = [...form.querySelectorAll("[data-along] input[type=hidden][data-type]")];
  const names = hidden.map((one) => /** @type {HTMLInputElement} */ (one).name);
  return Object.fromEntries(names.map((name) => [name, valueOf(form, name)]));
}

/** @param {HTMLButtonElement} button @returns {any} */
export function valueOfButton(button) {
  if (button.dataset.type === "number") return numberOf(button.value);
  return button.dataset.type === "bool" ? button.value !== "false" : button.value;
}
