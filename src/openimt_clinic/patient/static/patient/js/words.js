/**
 * What the server has written into this page: sentences in the person's language, and how long
 * something lasts.
 */

/** @type {Record<string, string> | undefined} */
let sentences;

/** @param {string} id of a block of JSON in this page @returns {any} null when there is none */
export function writtenIn(id) {
  try {
    return JSON.parse(document.getElementById(id)?.textContent ?? "null");
  } catch {
    return null;
  }
}

/** How long something lasts, as the clinic has decided. @param {string} name
 * @returns {number} milliseconds; none on a page that was kept before it was decided */
export function lasting(name) {
  return Number(writtenIn("phone-hours")?.[name] ?? 0) * 3_600_000;
}

/** A sentence by its name; ``{time}`` and the like are filled in.
 * @param {string} name @param {Record<string, string | number>} [facts] @returns {string} */
export function say(name, facts = {}) {
  sentences ??= /** @type {Record<string, string>} */ (writtenIn("phone-words") ?? {});
  const found = sentences[name] ?? "";
  return found.replace(/\{(\w+)\}/g, (_, fact) => String(facts[fact] ?? ""));
}

/** The sentence for one, or for several. @param {string} name @param {number} n */
export function sayHowMany(name, n) {
  return say(n === 1 ? `${name}_one` : `${name}_many`, { n });
}

/** An hour as this phone writes it: 21:04. @param {Date} at */
export function hour(at) {
  const language = document.documentElement.lang || "en";
  // The clinic's pages write 21:04, in English, too.
  const place = language === "en" ? "en-GB" : language;
  return at.toLocaleTimeString(place, { hour: "2-digit", minute: "2-digit" });
}
