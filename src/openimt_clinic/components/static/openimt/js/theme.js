/**
 * Shows a chosen look at once; the form still tells the server, which keeps it in a cookie.
 * Without script the same form reloads the page in the chosen look.
 * Dark at night goes by this device's own clock.
 */

const NIGHT_BEGINS = 20;
const NIGHT_ENDS = 7;

/** @param {HTMLFormElement} form @param {string} look */
async function keep(form, look) {
  const body = new FormData(form);
  body.set("theme", look);
  await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
}

/** @param {string} look "light", "dark", "night", or "" for the system's wish */
function show(look) {
  const page = document.documentElement;
  page.toggleAttribute("data-night", look === "night");
  if (look && look !== "night") page.dataset.theme = look;
  else delete page.dataset.theme;
  byTheClock();
  for (const button of document.querySelectorAll("[data-look]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-look") === look));
  }
}

/** Where dark at night was chosen: dark in the evening, by day as the device wishes. */
function byTheClock() {
  const page = document.documentElement;
  if (!page.hasAttribute("data-night")) return;
  const hour = new Date().getHours();
  if (hour >= NIGHT_BEGINS || hour < NIGHT_ENDS) page.dataset.theme = "dark";
  else delete page.dataset.theme;
}

byTheClock();
document.addEventListener("visibilitychange", byTheClock);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
  const look = event.submitter?.getAttribute("data-look") ?? "";
  event.preventDefault();
  show(look);
  keep(form, look).catch(() => form.submit());
});
