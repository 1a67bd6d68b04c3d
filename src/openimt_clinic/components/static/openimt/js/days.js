/**
 * Beside a field for a day (`data-day`, with `data-hour` where its hour belongs to it): says in words
 * which day was understood, and offers the browser's calendar. Without script the field is typed in.
 */

const PAUSE = 250;

/** @param {HTMLInputElement} input @param {HTMLInputElement} calendar @param {HTMLElement} line */
async function understand(input, calendar, line) {
  const asked = new URLSearchParams({ says: input.value, side: input.dataset.day ?? "" });
  if ("hour" in input.dataset) asked.set("hour", "");
  const typed = input.value;
  try {
    const reply = typed.trim() ? await fetch(`/day/?${asked}`) : null;
    const said = reply?.ok ? await reply.json() : { says: "", day: "" };
    if (typed !== input.value) return;
    line.textContent = said.says;
    if (said.day) calendar.value = said.day;
  } catch {
    line.textContent = "";
  }
}

/** Puts a day that was chosen into the field, as if it had been typed; an hour stays.
 * @param {HTMLInputElement} input @param {string} day */
function put(input, day) {
  if (!day) return;
  const hour = "hour" in input.dataset ? /\d{1,2}:\d{2}\s*$/.exec(input.value)?.[0] ?? "9:00" : "";
  input.value = `${day} ${hour}`.trim();
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
}

/** @param {HTMLInputElement} input */
function bind(input) {
  input.dataset.bound = "";
  const box = document.createElement("span");
  box.className = "day-written";
  const calendar = document.createElement("input");
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const line = document.createElement("output");
  line.className = "day-says";
  line.htmlFor.add(input.id);
  const had = document.activeElement === input;
  input.replaceWith(box);
  box.append(input, calendar, line);
  if (had) input.focus();
  calendar.addEventListener("input", (event) => event.stopPropagation());
  calendar.addEventListener("change", (event) => {
    event.stopPropagation();
    put(input, calendar.value);
  });
  let pause = 0;
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = window.setTimeout(() => void understand(input, calendar, line), PAUSE);
  });
  // The calendar without a mouse: the arrow downwards, as in any list to choose from.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !("showPicker" in calendar)) return;
    event.preventDefault();
    calendar.showPicker();
  });
  if (input.value) void understand(input, calendar, line);
}

function bindAll() {
  for (const one of document.querySelectorAll("input[data-day]:not([data-bound])")) {
    bind(/** @type {HTMLInputElement} */ (one));
  }
}

bindAll();
// Rows of a document that is being written come later.
document.addEventListener("focusin", bindAll);
