/**
 * Sends what waits, the urgent first, many in one request. Sending again changes nothing, so
 * whatever fails is sent again.
 *
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {import("./outbox.js").Answer} Answer
 * @typedef {import("./store.js").Store} Store
 * @typedef {"arrived" | "offline" | "signed_out" | "failed" | "unreadable"} Outcome
 * @typedef {Object} Line how this page or worker speaks with the clinic
 * @property {typeof fetch} fetch
 * @property {() => Promise<string>} token against forged requests; empty when there is none
 * @property {string} person whose entries are sent, nobody else's
 * @property {string} [ownKey] by which this phone may send, and only send, without sign-in
 * @property {() => Promise<void>} [ownEnded] the key is worth nothing any more
 * @property {() => Date} now
 */
import { asSent, deviceName, localMoment, settle, waiting } from "./outbox.js";

export const ADDRESS = "/me/sync/";
const AT_ONCE = 100;
const ONE_TRY_LASTS = 15_000;

/** @param {number} ms @returns {AbortSignal | undefined} */
function patience(ms) {
  return typeof AbortSignal.timeout === "function" ? AbortSignal.timeout(ms) : undefined;
}

/** One request. ``keepalive`` lets it arrive even when the page is closed meanwhile.
 * @param {Line} line @param {string} device @param {Entry[]} entries
 * @param {{keepalive?: boolean}} [options]
 * @returns {Promise<{outcome: Outcome, answers: Answer[], receivedAt: string, says: string}>} */
export async function post(line, device, entries, { keepalive = false } = {}) {
  const body = JSON.stringify({
    device,
    person: line.person,
    sent_at: localMoment(line.now()),
    entries: entries.map(asSent),
  });
  const signedIn = await tried(line, body, keepalive, { "X-CSRFToken": await line.token() });
  if (signedIn.outcome !== "signed_out" || !line.ownKey) return signedIn;
  const byKey = await tried(line, body, keepalive, { Authorization: `Device ${line.ownKey}` });
  if (byKey.outcome === "signed_out") await line.ownEnded?.();
  return byKey;
}

/** @param {Line} line @param {string} body @param {boolean} keepalive
 * @param {Record<string, string>} headers */
async function tried(line, body, keepalive, headers) {
  const nothing = { answers: [], receivedAt: "", says: "" };
  try {
    const response = await line.fetch(ADDRESS, {
      method: "POST",
      body,
      keepalive,
      redirect: "manual",
      credentials: headers.Authorization ? "omit" : "same-origin",
      headers: { "Content-Type": "application/json", ...headers },
      signal: patience(ONE_TRY_LASTS),
    });
    const outcome = outcomeOf(response);
    if (outcome === "arrived") {
      const told = await response.json();
      return { outcome, answers: told.entries, receivedAt: told.received_at, says: "" };
    }
    const told = outcome === "unreadable" ? await response.json().catch(() => ({})) : {};
    return { ...nothing, outcome, says: String(told.says ?? "") };
  } catch {
    return { ...nothing, outcome: /** @type {Outcome} */ ("offline") };
  }
}

/** @param {Response} response @returns {Outcome} */
function outcomeOf(response) {
  if (response.status === 200) return "arrived";
  if (response.type === "opaqueredirect") return "signed_out";
  if ([301, 302, 401, 403].includes(response.status)) return "signed_out";
  return response.status === 413 || response.status === 422 ? "unreadable" : "failed";
}

/** Sends all of this person's entries. ``arrived`` only when nothing waits any more.
 * @param {Line} line @param {Store} store
 * @returns {Promise<{outcome: Outcome, answers: Answer[], receivedAt: string}>} */
export async function sendAll(line, store) {
  const device = await deviceName(store);
  /** @type {Answer[]} */ const answers = [];
  const left = await waiting(store, line.person);
  let size = AT_ONCE;
  let receivedAt = "";
  let outcome = /** @type {Outcome} */ ("arrived");
  while (left.length > 0) {
    const batch = left.slice(0, size);
    const told = await post(line, device, batch);
    if (told.outcome === "unreadable" && batch.length > 1) {
      // One of them spoils the rest: each goes by itself.
      size = 1;
      continue;
    }
    if (told.outcome === "unreadable") {
      told.answers = [{ key: batch[0].key, state: "refused", says: told.says }];
    } else if (told.outcome !== "arrived") {
      return { outcome: told.outcome, answers, receivedAt };
    }
    await settle(store, told.answers);
    if (told.answers.some((answer) => answer.state === "later")) outcome = "failed";
    answers.push(...told.answers);
    receivedAt = told.receivedAt || receivedAt;
    left.splice(0, batch.length);
  }
  return { outcome, answers, receivedAt };
}

/** One sender at a time in all tabs, where the browser can say so; otherwise the keys see to it
 * that nothing is doubled. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export function alone(work) {
  const locks = globalThis.navigator?.locks;
  return locks ? locks.request("openimt-outbox", work) : work();
}

/** Seconds until the next try. @param {number} failures so far @returns {number} */
export function pauseAfter(failures) {
  return [2, 5, 15, 60][failures] ?? 300;
}
