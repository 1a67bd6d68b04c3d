/**
 * What waits to be sent: one row an entry, with the person who wrote it. Nothing leaves it before
 * the server has said that it is there.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {Object} Entry
 * @property {string} key made here; sending it twice changes nothing
 * @property {string} kind
 * @property {string} name
 * @property {number} number counts what this device wrote
 * @property {string} given_at by this phone's clock, with its zone
 * @property {Record<string, any>} values
 * @property {Record<string, string>} seen
 * @property {string} person whose entry it is
 * @property {number} urgency 0 = nothing worrying
 * @property {"waiting" | "refused"} state
 * @property {string} [says] why it was refused
 * @typedef {Object} Answer
 * @property {string} key
 * @property {"kept" | "again" | "clashed" | "refused" | "later"} state
 * @property {string} [says]
 * @property {Record<string, string>} [refused]
 * @property {Record<string, string>} [keys]
 * @property {any[]} [clashes]
 * @property {{response: string, happens: (string | {text: string, lang: string})[], go: string} | null} [told]
 */

/** How pressing each word of the answer tables is. From the second on the help panel opens. */
export const URGENCY = { enquire: 1, next_working_day: 2, same_day: 3, emergency: 4 };
export const LEADS_TO_HELP = 2;
const THERE = new Set(["kept", "again", "clashed"]);

/** The urgent first, then in the order in which they were written.
 * @param {Entry[]} entries @returns {Entry[]} */
export function inOrder(entries) {
  return [...entries].sort((a, b) => b.urgency - a.urgency || a.number - b.number);
}

/** A moment by this phone's clock with its zone: 2026-11-22T21:04:00.000+01:00.
 * @param {Date} at @returns {string} */
export function localMoment(at) {
  const ahead = -at.getTimezoneOffset();
  const two = (/** @type {number} */ n) => String(Math.trunc(Math.abs(n))).padStart(2, "0");
  const shifted = new Date(at.getTime() + ahead * 60_000).toISOString().slice(0, -1);
  return `${shifted}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

/** The device's name, made once, and its next number.
 * @param {Store} store @returns {Promise<{device: string, number: number}>} */
export async function nextNumber(store) {
  const row = await store.change("kept", "device", (before) => ({
    id: "device",
    device: before?.device ?? crypto.randomUUID(),
    number: (before?.number ?? 0) + 1,
  }));
  return { device: row.device, number: row.number };
}

/** @param {Store} store @returns {Promise<string>} */
export async function deviceName(store) {
  const row = await store.change("kept", "device", (before) =>
    before ?? { id: "device", device: crypto.randomUUID(), number: 0 });
  return row.device;
}

/** This person's entries that can be sent, the urgent first. Nobody else's.
 * @param {Store} store @param {string} person @returns {Promise<Entry[]>} */
export async function waiting(store, person) {
  const mine = (await store.all("outbox")).filter((row) => row.person === person);
  return inOrder(mine.filter((row) => row.state === "waiting"));
}

/** This person's entries that the clinic could not take.
 * @param {Store} store @param {string} person @returns {Promise<Entry[]>} */
export async function refusedOnes(store, person) {
  const rows = await store.all("outbox");
  return inOrder(rows.filter((row) => row.person === person && row.state === "refused"));
}

/** The entry as the server reads it. @param {Entry} entry */
export function asSent({ key, kind, name, number, given_at, values, seen }) {
  return { key, kind, name, number, given_at, values, seen };
}

/** Takes away what has arrived, keeps what was refused with its sentence, leaves the rest waiting.
 * @param {Store} store @param {Answer[]} answers */
export async function settle(store, answers) {
  for (const answer of answers) {
    const refused = answer.refused ?? {};
    if (answer.state === "refused" || (THERE.has(answer.state) && Object.keys(refused).length)) {
      await store.change("outbox", answer.key, (row) => row && refusedRow(row, answer));
    } else if (THERE.has(answer.state)) await store.remove("outbox", answer.key);
  }
}

/** Of an entry that was taken in part, only what was refused stays.
 * @param {Entry} row @param {Answer} answer @returns {Entry} */
function refusedRow(row, answer) {
  const refused = answer.refused ?? {};
  const says = answer.says || Object.values(refused)[0] || "";
  const names = Object.keys(row.values).filter((name) => THERE.has(answer.state) ? name in refused : true);
  const values = Object.fromEntries(names.map((name) => [name, row.values[name]]));
  return { ...row, values, state: "refused", says };
}

/** What this person's own unsent entries say of a document, the last word of each field.
 * @param {Entry[]} entries @param {string} kind @param {string} name
 * @returns {{values: Record<string, any>, seen: Record<string, string>}} */
export function unsent(entries, kind, name) {
  /** @type {Record<string, any>} */ const values = {};
  /** @type {Record<string, string>} */ const seen = {};
  const own = entries.filter((entry) => entry.kind === kind && entry.name === name);
  for (const entry of own.sort((a, b) => a.number - b.number)) {
    Object.assign(values, entry.values);
    for (const field of Object.keys(entry.values)) seen[field] = entry.key;
  }
  return { values, seen };
}
