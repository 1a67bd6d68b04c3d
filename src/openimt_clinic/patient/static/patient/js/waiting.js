/**
 * Twenty minutes before a reply: says when they are over, as long as a page is open. It lasts over a
 * change of pages; nothing leaves the phone.
 */
const KEY = "openimt-wait-until";
const LOOKS_EVERY = 5000;

/** @param {Date} at @returns {string} such as 21:04 */
function clock(at) {
  return [at.getHours(), at.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
}

/** When the wait that runs is over; 0 when none runs. @returns {number} */
function until() {
  try {
    return Number(localStorage.getItem(KEY) ?? 0);
  } catch {
    return 0;
  }
}

/** @param {number} at in milliseconds; 0 ends it */
export function waitUntil(at) {
  try {
    if (at) localStorage.setItem(KEY, String(at));
    else localStorage.removeItem(KEY);
  } catch {
    // A phone that can keep nothing still says it on this page.
  }
}

/** @param {HTMLElement} place with `data-wait` (minutes) and its sentences @param {boolean} begin */
export function showWait(place, begin) {
  const now = Date.now();
  let over = until();
  // A wait that was over long ago was another one.
  if (over < now - 60 * 60 * 1000) over = 0;
  if (!over && !begin) return;
  if (!over) waitUntil((over = now + Number(place.dataset.wait ?? 20) * 60_000));
  place.setAttribute("role", "status");
  place.textContent = (place.dataset.waiting ?? "").replace("{time}", clock(new Date(over)));
  const look = () => {
    if (Date.now() < over) return;
    window.clearInterval(timer);
    waitUntil(0);
    place.textContent = place.dataset.over ?? "";
    place.scrollIntoView({ block: "center" });
  };
  const timer = window.setInterval(look, LOOKS_EVERY);
  look();
}
