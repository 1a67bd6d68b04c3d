/**
 * Whoever signs out while words of theirs wait in this browser is asked first: the page that asks
 * names the pages they are for, and lets one stay. Words on their way just now are waited for.
 */

import { pagesLeft } from "./writing_outbox.js";

const PATIENCE = 2000;
const LOOKS_EVERY = 100;

/** @param {string} user @returns {Promise<boolean>} whether something has not arrived in time */
async function stillLeft(user) {
  const sends = navigator.onLine && document.querySelector("[data-writing]");
  const until = Date.now() + (sends ? PATIENCE : 0);
  while (pagesLeft(user).size && Date.now() < until) {
    await new Promise((done) => window.setTimeout(done, LOOKS_EVERY));
  }
  return pagesLeft(user).size > 0;
}

/** @param {string} page @param {string[]} labels */
function lineOf(page, labels) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = page;
  link.textContent = labels.map((label) => `“${label}”`).join(", ");
  line.append(link);
  return line;
}

for (const form of document.querySelectorAll("form[data-signs-out]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void stillLeft(form.dataset.signsOut ?? "").then((left) => {
      if (left) window.location.assign(form.action);
      else form.submit();
    });
  });
}

for (const box of document.querySelectorAll("[data-left-behind]")) {
  if (!(box instanceof HTMLElement)) continue;
  const pages = [...pagesLeft(box.dataset.leftBehind ?? "")];
  box.querySelector("ul")?.append(...pages.map(([page, labels]) => lineOf(page, labels)));
  box.hidden = !pages.length;
  if (!pages.length) continue;
  // Staying is the way on, then: what waits is sent where it was written.
  document.querySelector("main button.main")?.classList.remove("main");
  document.querySelector("[data-stay]")?.classList.add("main");
  box.querySelector("a")?.focus();
}
