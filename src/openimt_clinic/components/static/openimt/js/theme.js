/**
 * Shows a chosen look at once; the form still tells the server, which keeps it in a cookie.
 * Without script the same form reloads the page in the chosen look.
 */

/** @param {HTMLFormElement} form @param {string} look */
async function keep(form, look) {
  const body = new FormData(form);
  body.set("theme", look);
  await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
}

/** @param {string} look "light", "dark", or "" for the system's wish */
function show(look) {
  if (look) document.documentElement.dataset.theme = look;
  else delete document.documentElement.dataset.theme;
  for (const button of document.querySelectorAll("[data-look]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-look") === look));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
  const look = event.submitter?.getAttribute("data-look") ?? "";
  event.preventDefault();
  show(look);
  keep(form, look).catch(() => form.submit());
});
