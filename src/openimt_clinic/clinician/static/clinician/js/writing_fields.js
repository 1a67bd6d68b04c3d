/**
 * Reading and writing the fields of a document on its page. A field is a `[data-field]` with its
 * sort; a list of rows holds one `[data-cell]` a column.
 */

/** @typedef {null | boolean | number | string | Value[]} Value */

/** @param {Element} place @param {string} name @returns {HTMLInputElement[]} */
function inputsOf(place, name) {
  return /** @type {HTMLInputElement[]} */ ([...place.querySelectorAll(`[name="${CSS.escape(name)}"]`)]);
}

/**
 * What one input, or one group of them, holds as it is sent: a text, a list, or null.
 * @param {Element} place @param {string} sort @param {string} name @returns {unknown}
 */
function simple(place, sort, name) {
  const inputs = inputsOf(place, name);
  if (sort === "choices") return inputs.filter((one) => one.checked).map((one) => one.value);
  const group = ["choice", "yes_no", "scale"].includes(sort);
  if (group) return inputs.find((one) => one.checked)?.value ?? null;
  return inputs[0]?.value ?? null;
}

/** @param {Element} place a `[data-field]` @returns {unknown} */
export function valueOf(place) {
  const { field = "", sort = "" } = /** @type {HTMLElement} */ (place).dataset;
  if (sort !== "rows") return simple(place, sort, field);
  return rowsOf(place).map((row) => Object.fromEntries(cellsOf(row).map(({ cell, name }) => [
    cell.dataset.cell, simple(cell, cell.dataset.sort ?? "", name),
  ]))).filter((row) => Object.values(row).some((value) => value !== null && value !== "" && !(Array.isArray(value) && !value.length)));
}

/** @param {Element} place @returns {HTMLElement[]} */
export function rowsOf(place) {
  return /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-one-row]")]);
}

/** @param {Element} row @returns {{cell: HTMLElement, name: string}[]} */
function cellsOf(row) {
  return [...row.querySelectorAll("[data-cell]")].map((cell) => ({
    cell: /** @type {HTMLElement} */ (cell),
    name: cell.querySelector("input, textarea, select")?.getAttribute("name") ?? "",
  }));
}

/**
 * Puts a value as the server keeps it into the field.
 * @param {Element} place @param {Value} value
 */
export function put(place, value) {
  const { field = "", sort = "" } = /** @type {HTMLElement} */ (place).dataset;
  if (sort === "rows") putRows(place, Array.isArray(value) ? value : []);
  else putSimple(place, sort, field, value);
}

/** @param {Element} place @param {string} sort @param {string} name @param {Value} value */
function putSimple(place, sort, name, value) {
  const inputs = inputsOf(place, name);
  const listed = Array.isArray(value) ? value.map(String) : [said(value)];
  if (["choice", "choices", "yes_no", "scale"].includes(sort)) {
    for (const one of inputs) one.checked = listed.includes(one.value);
  } else if (inputs[0]) {
    inputs[0].value = Array.isArray(value) ? listed.join("\n") : said(value);
  }
}

/** @param {Value} value @returns {string} */
function said(value) {
  if (value === null || value === undefined) return "";
  if (value === true) return "yes";
  return value === false ? "no" : String(value);
}

/** @param {Element} place @param {Value[]} rows */
function putRows(place, rows) {
  const list = place.querySelector("[data-rows]");
  if (!list) return;
  list.replaceChildren();
  for (const row of [...rows, []]) {
    const made = addRow(place);
    if (!made || !Array.isArray(row)) continue;
    cellsOf(made).forEach(({ cell, name }, number) => {
      putSimple(cell, cell.dataset.sort ?? "", name, row[number] ?? null);
    });
  }
}

/** A further empty row. @param {Element} place @returns {HTMLElement | null} */
export function addRow(place) {
  const list = place.querySelector("[data-rows]");
  const model = place.querySelector("template[data-row]");
  if (!list || !(model instanceof HTMLTemplateElement)) return null;
  const number = `${Date.now()}${list.children.length}`;
  const made = /** @type {HTMLElement} */ (model.content.firstElementChild?.cloneNode(true));
  for (const one of made.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
    for (const told of ["name", "id", "for", "aria-describedby"]) {
      const before = one.getAttribute(told);
      if (before) one.setAttribute(told, before.replace("-#-", `-${number}-`));
    }
  }
  list.append(made);
  ready(made);
  return made;
}

/** Shows the buttons of a row. @param {Element} row */
export function ready(row) {
  const buttons = row.querySelector(".row-buttons");
  if (buttons instanceof HTMLElement) buttons.hidden = false;
}

/** A value in words, as it is shown in a choice between two. @param {Value} value @returns {string} */
export function inWords(value) {
  if (Array.isArray(value)) return value.map(inWords).filter(Boolean).join(" · ");
  return said(value);
}

/** What a field holds, to compare. @param {Element} place */
export function now(place) {
  return JSON.stringify(valueOf(place));
}

/** What a field is called. @param {HTMLElement} place */
export function labelOf(place) {
  const words = place.querySelector("label, legend")?.cloneNode(true);
  if (!(words instanceof HTMLElement)) return place.dataset.field ?? "";
  words.querySelector(".needed")?.remove();
  return words.textContent?.trim() ?? "";
}

/** To its first input. @param {HTMLElement} place */
export function focusIn(place) {
  /** @type {HTMLElement | null} */ (place.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
}

/** The sentence beside a field; none is none. @param {HTMLElement} place @param {string} says */
export function refuse(place, says) {
  const line = place.querySelector("[data-error]");
  if (!(line instanceof HTMLElement)) return;
  line.textContent = says;
  line.hidden = !says;
  const input = place.querySelector("input:not([type=hidden]), textarea, select");
  if (says) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
}

/**
 * What a press on a row's button does; `changed` is told of the field.
 * @param {Element} target @param {(place: Element) => void} changed
 */
export function rowButton(target, changed) {
  const button = target.closest("button");
  const row = target.closest("[data-one-row]");
  const place = target.closest("[data-field]");
  if (!button || !place) return;
  if (button.hasAttribute("data-add")) {
    /** @type {HTMLElement | null} */ (addRow(place)?.querySelector("input, textarea, select"))?.focus();
    return;
  }
  if (!row) return;
  if (button.hasAttribute("data-out")) row.remove();
  else if (button.hasAttribute("data-up")) row.previousElementSibling?.before(row);
  else if (button.hasAttribute("data-down")) row.nextElementSibling?.after(row);
  else return;
  button.focus();
  changed(place);
}
