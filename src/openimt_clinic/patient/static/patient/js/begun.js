/**
 * What was begun and not sent. For some hours it comes back by itself; what is older was about
 * another moment, and goes on its way as it stands.
 */
import { person, putAway, store } from "./documents.js";
import { localDay } from "./days.js";
import { lasting } from "./words.js";

/** @typedef {import("./documents.js").Draft} Draft */

/** @returns {Promise<Draft[]>} of this person */
async function drafts() {
  return (await (await store()).all("documents")).filter((row) => row.person === person());
}

/** @param {Draft | undefined} draft @returns {boolean} */
function isWarm(draft) {
  return draft !== undefined && Date.now() - Date.parse(draft.at) < lasting("begun");
}

/** A new page that was begun and is still warm. What is older is put away, can be gone on with from
 * its own page, and this page is empty. What was begun on coming back to another moment belongs to
 * that one.
 * @param {string} kind @param {Record<string, any>} [along] what the page itself says
 * @returns {Promise<Draft | undefined>} */
export async function lately(kind, along = {}) {
  const mine = (await drafts()).filter((row) => row.kind === kind && row.isNew);
  const belongs = (/** @type {Draft} */ row) =>
    Object.entries(along).every(([name, value]) => row.values[name] === value);
  const [newest] = mine.filter(belongs).sort((a, b) => (a.at < b.at ? 1 : -1));
  const warm = isWarm(newest) ? newest : undefined;
  for (const row of mine) {
    if (row !== warm && (belongs(row) || !isWarm(row))) await putAway(row);
  }
  return warm;
}

/** A day that is over: no page brings it back by itself any more, so it is sent as it stands. */
export async function putAwayDaysBefore() {
  for (const row of await drafts()) {
    if (row.byDay && row.name.slice(-10) < localDay() && !isWarm(row)) await putAway(row);
  }
}
