/**
 * What a form says beside itself: that something begun is back, and what could not be taken.
 */
import { say } from "./words.js";

/** @param {string} name @param {string} text @returns {HTMLElement} */
function paragraph(name, text) {
  const one = document.createElement("p");
  one.className = name;
  one.textContent = text;
  return one;
}

/** What was begun is back; an empty page is one touch away.
 * @param {HTMLFormElement} form @param {() => void} startEmpty */
export function showBegun(form, startEmpty) {
  const line = paragraph("phone-begun", `${say("begun")} `);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button text";
  button.textContent = say("start_empty");
  button.addEventListener("click", startEmpty);
  line.append(button);
  form.prepend(line);
}

/** @param {HTMLFormElement} form @param {string} name @returns {Element | null} */
function fieldNamed(form, name) {
  return form.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);
}

/** Puts each sentence beside its field, or above the form; nothing typed is lost.
 * @param {HTMLFormElement} form @param {import("./outbox.js").Answer} answer */
export function showRefused(form, answer) {
  for (const old of form.querySelectorAll("[data-refused]")) old.remove();
  /** @type {Element | null} */ let first = null;
  const refused = Object.entries(answer.refused ?? {});
  if (!refused.length && answer.says) refused.push(["", answer.says]);
  for (const [name, says] of refused) {
    const field = name ? fieldNamed(form, name) : null;
    const line = paragraph("field-error", says);
    line.dataset.refused = name;
    line.id = `refused-${name || "form"}`;
    const whole = field?.closest("fieldset, .question, .field") ?? field?.parentElement;
    if (whole) whole.prepend(line);
    else form.prepend(line);
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-describedby", line.id);
    first ??= field ?? line;
  }
  if (first instanceof HTMLElement) {
    if (!first.matches("input, textarea, select")) first.tabIndex = -1;
    first.focus();
    first.scrollIntoView({ block: "center" });
  }
}
