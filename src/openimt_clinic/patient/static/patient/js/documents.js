/**
 * What a person writes, on its way: kept on this phone first, then sent. For the logic of pages:
 * `write`, `draftOf`, and the events `openimt:kept`, `openimt:arrived`, `openimt:help`
 * and `openimt:state` of `document`.
 *
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {import("./outbox.js").Answer} Answer
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./sync.js").Line} Line
 * @typedef {Object} Draft one document as this phone knows it
 * @property {string} id
 * @property {string} person
 * @property {string} kind
 * @property {string} name
 * @property {Record<string, any>} values touched, and not yet an entry
 * @property {Record<string, string>} seen the entries that the values on the page came from
 * @property {boolean} [isNew] its name was made here
 * @property {boolean} [byDay] its name is a day by the phone's calendar
 * @property {string} at
 */
import { LEADS_TO_HELP, localMoment, nextNumber, settle, unsent, waiting } from "./outbox.js";
import { openStore, StorageFailure } from "./store.js";
import { alone, pauseAfter, post, sendAll } from "./sync.js";
import { say } from "./words.js";

/** @type {Promise<Store> | undefined} */
let opening;
let failures = 0;
let timer = 0;
/** @type {Promise<void> | undefined} */
let sending;
let askedAgain = false;
/** A phone that can keep nothing has a device of its own for this page. */
const passing = { device: "", number: 0 };

/** What this phone keeps; rejects with StorageFailure where it can keep nothing. */
export function store() {
  opening ??= openStore();
  return opening;
}

/** Whose page this is; empty where it is nobody's. @returns {string} */
export function person() {
  const meta = document.querySelector("meta[name=openimt-person]");
  return meta instanceof HTMLMetaElement ? meta.content : "";
}

/** @param {string} name @param {any} detail */
function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`openimt:${name}`, { detail }));
}

/** @returns {Promise<string>} */
async function token() {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** @returns {Promise<Line>} */
export async function line() {
  const own = await store().then((kept) => kept.get("kept", "own-phone")).catch(() => undefined);
  const ownKey = own?.person === person() ? own.key : "";
  const ownEnded = async () => tell("own-ended", {});
  const now = () => new Date();
  return { fetch: fetch.bind(globalThis), token, person: person(), ownKey, ownEnded, now };
}

/** Writes some fields of a document: on this phone, then to the clinic. Rejects, with a sentence
 * for the person, only when it could neither be kept nor sent.
 * @param {string} kind @param {string} name @param {Record<string, any>} values
 * @param {{seen?: Record<string, string>, urgency?: number}} [options]
 * @returns {Promise<{key: string, kept: boolean}>} */
export async function write(kind, name, values, { seen = {}, urgency = 0 } = {}) {
  /** @type {Entry} */
  const entry = {
    key: crypto.randomUUID(),
    kind,
    name,
    number: 0,
    given_at: localMoment(new Date()),
    values,
    seen,
    person: person(),
    urgency,
    state: "waiting",
  };
  // Nobody waits for the phone's storage before the numbers are on the screen.
  if (urgency >= LEADS_TO_HELP) tell("help", { entry });
  let device = "";
  try {
    const kept = await store();
    ({ device, number: entry.number } = await nextNumber(kept));
    const before = { ...seen, ...unsent(await waiting(kept, entry.person), kind, name).seen };
    entry.seen = Object.fromEntries(Object.entries(before).filter(([field]) => field in values));
    await kept.put("outbox", entry);
    tell("kept", { key: entry.key, entry });
  } catch (error) {
    if (!(error instanceof StorageFailure)) throw error;
    tell("state", { state: "no_storage" });
    return sentAtOnce(entry);
  }
  if (urgency > 0) void sendFirst(entry, device);
  else void sendNow();
  return { key: entry.key, kept: true };
}

/** The phone can keep nothing: it goes straight to the clinic, or the person hears that it did not.
 * @param {Entry} entry @returns {Promise<{key: string, kept: boolean}>} */
async function sentAtOnce(entry) {
  passing.device ||= crypto.randomUUID();
  entry.number = passing.number += 1;
  const told = await post(await line(), passing.device, [entry], { keepalive: true });
  const answer = told.answers.find((one) => one.key === entry.key);
  if (!answer || answer.state === "later") {
    tell("state", { state: "lost", entry });
    throw new StorageFailure(say("lost"));
  }
  arrived(told.answers, told.receivedAt);
  return { key: entry.key, kept: false };
}

/** One worrying entry, past all that waits. @param {Entry} entry @param {string} device */
async function sendFirst(entry, device) {
  tell("state", { state: "sending" });
  const told = await post(await line(), device, [entry], { keepalive: true });
  if (told.outcome === "arrived") await taken(told.answers, told.receivedAt);
  else tell("state", { state: told.outcome, entry });
  await sendNow();
}

/** @param {Answer[]} answers @param {string} receivedAt */
async function taken(answers, receivedAt) {
  await settle(await store(), answers);
  arrived(answers, receivedAt);
}

/** @param {Answer[]} answers @param {string} receivedAt by the clinic's clock */
export function arrived(answers, receivedAt) {
  const there = answers.filter((answer) => answer.state !== "later");
  if (there.length) tell("arrived", { entries: there, received_at: receivedAt });
}

/** Sends whatever waits, and tries again by itself as long as a page is open. However often it is
 * asked for while it sends, it sends once more, and not as many times.
 * @returns {Promise<void>} when nothing is on its way any more */
export function sendNow() {
  if (!person()) return Promise.resolve();
  if (sending) askedAgain = true;
  sending ??= sendUntilQuiet().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function sendUntilQuiet() {
  do {
    askedAgain = false;
    await sendOnce();
  } while (askedAgain);
}

async function sendOnce() {
  window.clearTimeout(timer);
  try {
    const kept = await store();
    const told = await alone(async () => sendAll(await line(), kept));
    arrived(told.answers, told.receivedAt);
    tell("state", { state: told.outcome });
    if (told.outcome === "arrived") failures = 0;
    else if (told.outcome === "failed" || told.outcome === "offline") tryLater();
  } catch (error) {
    if (!(error instanceof StorageFailure)) throw error;
    tell("state", { state: "no_storage" });
  }
}

/** The net is back: what failed without it does not count. */
export function startAnew() {
  failures = 0;
  void sendNow();
}

function tryLater() {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    // Without a net it is no failure of anybody; the browser says when it is back.
    if (navigator.onLine) failures += 1;
    void sendNow();
  }, pauseAfter(failures) * 1000);
  // Where the browser can send in the background, it does so even when no page is open.
  navigator.serviceWorker?.ready
    .then((worker) => /** @type {any} */ (worker).sync?.register("openimt-outbox"))
    .catch(() => undefined);
}

/** @param {string} kind @param {string} name */
export function draftId(kind, name) {
  return `${person()}|${kind}|${name}`;
}

/** What was begun and not sent. @param {string} kind @param {string} name
 * @returns {Promise<Draft | undefined>} */
export async function draftOf(kind, name) {
  try {
    return await (await store()).get("documents", draftId(kind, name));
  } catch (error) {
    if (error instanceof StorageFailure) return undefined;
    throw error;
  }
}

/** A draft becomes an entry, so that nothing that was typed is lost. @param {Draft} draft */
export async function putAway(draft) {
  const { kind, name, values, seen } = draft;
  if (Object.keys(values).length) await write(kind, name, values, { seen });
  await (await store()).remove("documents", draft.id);
}

/** Before somebody signs out: what they have begun goes to the clinic, so that no words of theirs
 * stay on a phone that others may use. Without a net it stays, and waits for them. */
export async function putAllAway() {
  const rows = await (await store()).all("documents");
  for (const row of rows.filter((one) => one.person === person())) await putAway(row);
  await sendNow();
}
