/**
 * Which questions of a moment come now. The same rule as `deliver/moments/way.py`, here because it
 * has to hold without a net.
 *
 * @typedef {Object} Told what stands in the page; null is not known, never zero
 * @property {number | null} strength 0 to 10
 * @property {number | null} suicidalUrge 0 to 5
 * @property {number | null} selfHarmUrge 0 to 5
 * @property {boolean} acts whether an act, intent, plan, access, ingestion or attempt was said
 *
 * @typedef {Object} Limits
 * @property {number} urgeFirst
 * @property {number} strengthFirst
 * @property {number} calm
 */

/** @param {Told} told @param {boolean} threat @param {Limits} limits
 * @returns {"ask" | "help" | "believed" | "describe" | "calm"} */
export function way(told, threat, limits) {
  const urges = [told.suicidalUrge, told.selfHarmUrge];
  const strong = told.strength !== null && told.strength >= limits.strengthFirst;
  if (told.acts || strong || urges.some((one) => one !== null && one >= limits.urgeFirst)) return "help";
  if (told.strength === null) return "ask";
  if (threat) return "believed";
  return told.strength <= limits.calm && !urges.includes(null) ? "calm" : "describe";
}

/** The steps that are asked on this way. @param {string} now @param {string[]} all in their order
 * @returns {string[]} */
export function stepsOn(now, all) {
  if (now === "ask" || now === "help") return all.slice(0, 1);
  return now === "calm" ? all : all.filter((one) => one !== "others");
}
