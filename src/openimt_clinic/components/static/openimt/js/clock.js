/**
 * Lets <time data-clock datetime="…"> say how long ago or how soon it is, once a minute.
 * The server already wrote a true sentence; without script that one stays.
 */

const UNITS = /** @type {const} */ ([
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
]);

/** @param {number} seconds from now; negative = past @param {string} language */
export function relative(seconds, language) {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["minute", 60];
  return format.format(Math.trunc(seconds / size), unit);
}

function tick() {
  const language = document.documentElement.lang || "en";
  for (const time of document.querySelectorAll("time[data-clock]")) {
    const moment = Date.parse(/** @type {HTMLTimeElement} */ (time).dateTime);
    if (Number.isNaN(moment)) continue;
    time.textContent = relative((moment - Date.now()) / 1000, language);
  }
}

tick();
setInterval(tick, 60_000);
