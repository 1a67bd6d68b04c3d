/**
 * The phone's worker: pages without a net, sending in the background, reminders. The server puts
 * it into one script with the modules it uses, after a line that says SHELL: the version, the
 * addresses that belong to no person, and whether static files carry their hash.
 */
import { alone, sendAll } from "./sync.js";
import { openStore } from "./store.js";
import { asOfToday } from "./days.js";
import { forget } from "./dropped.js";
import { addressChanged, pushed, touchedReminder } from "./push.js";

/** @type {{version: string, files: string[], open: string[], offline: string, plan: string, hashed: boolean}} */
const shell = globalThis.SHELL;
const SHELL_CACHE = `openimt-shell-${shell.version}`;
const OWN = "openimt-own-";
const DEVICE_PLAN = "openimt-plan";
const PATIENCE = 3000;
/** How often the person of this phone has left. */
let stops = 0;

globalThis.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(
    caches.open(SHELL_CACHE)
      .then((cache) => cache.addAll([...shell.files, ...shell.open]))
      .then(() => globalThis.skipWaiting()),
  );
});

globalThis.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => names.filter((name) => name.startsWith("openimt-shell-") && name !== SHELL_CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => globalThis.clients.claim()),
  );
});

globalThis.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== globalThis.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (shell.files.includes(address.pathname)) event.respondWith(file(request));
});

/** Static files: at once where their name holds their hash, else the newest there is.
 * @param {Request} request @returns {Promise<Response>} */
async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && shell.hashed) return kept;
  return fetch(request).catch(() => kept ?? Response.error());
}

/** A page: from the clinic, and after three seconds or without a net as it was kept.
 * @param {Request} request @param {URL} address @returns {Promise<Response>} */
async function page(request, address) {
  const fresh = fetch(request).then((response) => keepPage(address, response));
  // What comes after the patience is over is kept for the next time.
  fresh.catch(() => undefined);
  const kept = await keptPage(address);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  const first = await Promise.race([fresh, ...(kept ? [late] : [])]).catch(() => kept);
  const response = /** @type {Response | undefined} */ (first);
  // A clinic that is down behind its gate: what was kept is better than the gate's own words.
  if (kept && response && (response === kept || response.status > 500)) return ofToday(kept);
  if (response && !(away(response) && address.pathname === shell.plan)) return response;
  return (await devicePlan(address)) ?? response ?? offlinePage();
}

/** Whether the answer leads elsewhere: to the sign-in page. @param {Response} response */
function away(response) {
  return response.type === "opaqueredirect" || response.redirected;
}

/** A file that the person takes with them is no page. @param {Response} response */
function isPage(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("text/html");
}

/** Only a page that says whose it is is kept; a sign-in page says nothing of the kind.
 * @param {URL} address @param {Response} response @returns {Promise<Response>} */
async function keepPage(address, response) {
  const whose = response.headers.get("X-Phone-Person");
  if (response.status !== 200 || response.redirected || !isPage(response)) return response;
  const drops = response.headers.get("X-Phone-Drops");
  const begun = stops;
  try {
    if (whose) await othersAway(whose);
    if (drops) await forget([drops]);
    else if (whose) {
      await (await caches.open(OWN + whose)).put(nameOf(address), response.clone());
      if (stops !== begun) await caches.delete(OWN + whose);
    } else if (shell.open.includes(address.pathname)) {
      await (await caches.open(SHELL_CACHE)).put(nameOf(address), response.clone());
    }
  } catch {
    // No room: the page is shown all the same.
  }
  return response;
}

/** Where a document has just been sent from has a question mark; the page is the same.
 * @param {URL} address @returns {string} */
function nameOf(address) {
  return address.pathname + address.search;
}

/** @param {string} whose */
async function othersAway(whose) {
  const names = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== OWN + whose);
  if (!names.length) return;
  await Promise.all([...names, DEVICE_PLAN].map((name) => caches.delete(name)));
}

/** @param {URL} address @returns {Promise<Response | undefined>} */
async function keptPage(address) {
  const whole = await caches.match(nameOf(address), { ignoreVary: true });
  return whole ?? caches.match(address.pathname, { ignoreVary: true });
}

/** What a page showed on an earlier day is nobody's answer of today.
 * @param {Response} kept @returns {Promise<Response>} */
async function ofToday(kept) {
  const { status, headers } = kept;
  return new Response(asOfToday(await kept.text()), { status, headers });
}

/** The plan as this phone keeps it by the person's own wish, also when nobody is signed in.
 * @param {URL} address @returns {Promise<Response | undefined>} */
async function devicePlan(address) {
  if (address.pathname !== shell.plan) return undefined;
  return (await caches.open(DEVICE_PLAN)).match(shell.plan, { ignoreVary: true });
}

/** @returns {Promise<Response>} */
async function offlinePage() {
  return (await caches.match(shell.offline, { ignoreVary: true })) ?? Response.error();
}

/** Who asks while it is being done waits for the same: each page that is opened asks.
 * @type {Map<string, Promise<void>>} by person and language, and anew after a sign-out */
const keeping = new Map();

/** @param {string} whose @param {number} after @param {string} language @returns {Promise<void>} */
function keepOnce(whose, after, language) {
  const name = `${stops} ${whose} ${language}`;
  const begun = keeping.get(name) ?? keepAll(whose, after, language).finally(() => keeping.delete(name));
  keeping.set(name, begun);
  return begun;
}

/** Fetches the pages that are to be there without a net. @param {string} whose
 * @param {number} after milliseconds since the last time @param {string} language they were in */
async function keepAll(whose, after, language) {
  const begun = stops;
  const own = await caches.open(OWN + whose);
  const stamp = await own.match("kept-at");
  const [at, spoke] = ((await stamp?.text()) ?? "").split(" ");
  if (spoke === language && Date.now() - Number(at) < after) return;
  const facts = await fetch("/me/phone.json", { redirect: "manual" });
  if (facts.status !== 200) return;
  const { pages, person } = await facts.json();
  if (person !== whose) return;
  for (const name of [...pages, ...shell.open]) {
    const address = new URL(name, globalThis.location.origin);
    const headers = { "X-Phone": "keeps" };
    const response = await fetch(address, { redirect: "manual", headers });
    if (stops !== begun) return;
    await keepPage(address, response);
  }
  // Only now: what broke off in the middle is begun again with the next page.
  await own.put("kept-at", new Response(`${Date.now()} ${language}`));
}

globalThis.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data?.type === "stop") {
    stops += 1;
    event.ports[0]?.postMessage("stopped");
  }
  if (event.data?.type !== "keep") return;
  const { person, after, language } = event.data;
  // A page that was just being loaded when this worker began is not its own yet.
  event.waitUntil(globalThis.clients.claim().catch(() => undefined));
  event.waitUntil(keepOnce(person, after, language).catch(() => undefined));
});

/** Sends what waits while no page is open; rejects so that the browser tries again. */
async function sendInBackground() {
  const facts = await fetch("/me/phone.json", { redirect: "manual" });
  const token = facts.headers.get("X-CSRFToken") ?? "";
  const store = await openStore();
  const own = await store.get("kept", "own-phone");
  const person = facts.status === 200 ? (await facts.json()).person : own?.person;
  if (!person) return;
  const ownKey = own?.person === person ? own.key : "";
  const ownEnded = async () => {
    await store.remove("kept", "own-phone");
    await caches.delete(DEVICE_PLAN);
  };
  const line = {
    fetch: globalThis.fetch.bind(globalThis),
    token: async () => token,
    person,
    ownKey,
    ownEnded,
    now: () => new Date(),
  };
  const told = await alone(() => sendAll(line, store));
  for (const client of await globalThis.clients.matchAll()) {
    client.postMessage({ type: "arrived", person, answers: told.answers, receivedAt: told.receivedAt });
  }
  if (told.outcome === "offline" || told.outcome === "failed") throw new Error(told.outcome);
}

globalThis.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === "openimt-outbox") event.waitUntil(sendInBackground());
});
globalThis.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(pushed(event)));
globalThis.addEventListener("notificationclick", (/** @type {any} */ event) => event.waitUntil(touchedReminder(event)));
globalThis.addEventListener("pushsubscriptionchange", (/** @type {any} */ event) => event.waitUntil(addressChanged(event)));
