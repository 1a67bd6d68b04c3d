/**
 * Questions that are asked only after others: they open by themselves, and what was answered stays
 * in view. A second touch of an answer clears it. Without script every question is there.
 */

/** @param {string} rule such as `suicidal_urge:4 self_harm_act:1`
 * @param {(name: string) => number | null} valueOf @returns {boolean} */
export function isAsked(rule, valueOf) {
  return rule.split(" ").some((one) => {
    const [name, least] = one.split(":");
    const value = valueOf(name);
    return value !== null && value >= Number(least);
  });
}

/** @param {HTMLFormElement} form @returns {(name: string) => number | null} */
function valuesOf(form) {
  return (name) => {
    const field = form.elements.namedItem(name);
    const text = field instanceof RadioNodeList ? field.value : "";
    return text === "" ? null : Number(text);
  };
}

/** @param {Element} part @returns {boolean} whether something was answered in it */
function isAnswered(part) {
  return Boolean(part.querySelector("input:checked:not([value=''])"));
}

/** @param {HTMLFormElement} form */
export function openWhatIsAsked(form) {
  for (const part of form.querySelectorAll("[data-ask-if]")) {
    const asked = isAsked(part.getAttribute("data-ask-if") ?? "", valuesOf(form));
    const within = part.closest("details[data-opens]");
    // Inside a fold nothing is hidden: whoever opens it by hand may say all of it.
    if (!within) part.toggleAttribute("hidden", !asked && !isAnswered(part));
    else if (asked && within instanceof HTMLDetailsElement) within.open = true;
  }
}

/** A second touch of the chosen answer clears the row. @param {HTMLFormElement} form */
function clearsOnSecondTouch(form) {
  /** @type {HTMLInputElement | null} */
  let chosen = null;
  const remember = (/** @type {Event} */ event) => {
    const label = event.target instanceof Element ? event.target.closest("[data-row] label") : null;
    const input = label?.querySelector("input[type=radio]");
    chosen = input instanceof HTMLInputElement && input.checked ? input : null;
  };
  form.addEventListener("pointerdown", remember);
  form.addEventListener("click", (event) => {
    if (!chosen || event.target !== chosen || chosen.value === "") return;
    const clear = chosen.closest("[data-row]")?.querySelector("input[type=radio][value='']");
    chosen = null;
    if (!(clear instanceof HTMLInputElement)) return;
    clear.checked = true;
    clear.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** The day by this phone's calendar, in the page's language.
 * @param {number} back days @param {Intl.DateTimeFormatOptions} form */
function dayBefore(back, form) {
  const day = new Date();
  day.setDate(day.getDate() - back);
  const { lang } = document.documentElement;
  return day.toLocaleDateString(lang === "en" ? "en-GB" : lang, form);
}

/** A phone that is elsewhere has another day than the clinic: the page says the phone's. */
function sayTheDay() {
  const said = document.querySelector("[data-day-says]");
  if (!said) return;
  const back = Number((said.getAttribute("data-day-says") ?? "").split("-")[1] ?? 0);
  const long = /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long" });
  said.textContent = dayBefore(back, long);
  for (const link of document.querySelectorAll("[data-day-link]")) {
    const days = Number(link.getAttribute("data-day-link"));
    link.textContent = dayBefore(days, { weekday: "long" });
  }
}

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll("form")) {
    if (!form.querySelector("[data-ask-if], [data-row]")) continue;
    for (const event of ["change", "openimt:put"]) {
      form.addEventListener(event, () => openWhatIsAsked(form));
    }
    clearsOnSecondTouch(form);
    openWhatIsAsked(form);
  }
  sayTheDay();
}
