/**
 * What this phone keeps of a person, for times without a net: the facts of the help panel, and the
 * pages, which the worker keeps. Another person's are taken away first.
 */
import { person, putAllAway, store } from "./documents.js";
import { forget } from "./dropped.js";
import { forgetOwn, keepPlan, noPlanWithoutWish, stillStands, wishOf } from "./own_phone.js";

/** @typedef {import("./store.js").Store} Store
 * @typedef {import("./own_phone.js").Wish} Wish */

const FACTS = "/me/phone.json";
/** Pages are fetched for keeping at most this often. */
const STOPS_WITHIN = 1000;
/** So long a person who signs out waits for what was begun to be sent. */
const WAITS_FOR_SENDING = 4000;
const AGAIN_AFTER = 6 * 3600 * 1000;

/** Whoever is signed in now: what was kept for another is gone, but what they have not sent stays
 * theirs and waits for them. @param {Store} kept */
export async function samePersonOnly(kept) {
  const facts = await kept.get("kept", "phone");
  // After a sign-out only the wish is left: it is another's, too, as is the plan it keeps.
  const wish = await kept.get("kept", "own-phone");
  if ([facts, wish].some((row) => row && row.person !== person())) {
    await kept.remove("kept", "phone");
    await forgetOwn(kept);
    await emptyPages();
  } else await noPlanWithoutWish(kept);
}

/** At sign-out what was begun is sent, and the personal pages and facts go, before the clinic is
 * told. What cannot be sent stays; so does the plan on a phone that the person has called their
 * own. */
export function leaveNothing() {
  for (const form of document.querySelectorAll("form[action*='/account/logout/']")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const begun = Promise.race([putAllAway(), after(WAITS_FOR_SENDING)]);
      const away = [begun, emptyPages(), store().then((kept) => kept.remove("kept", "phone"))];
      void Promise.allSettled(away).then(() => /** @type {HTMLFormElement} */ (form).submit());
    });
  }
}

/** @param {number} ms @returns {Promise<void>} */
function after(ms) {
  return new Promise((resolve) => void window.setTimeout(resolve, ms));
}

/** Away with the personal pages; the shell and the numbers stay. */
export async function emptyPages() {
  if (!("caches" in globalThis)) return;
  await workerStops();
  const names = await caches.keys();
  const own = names.filter((name) => name.startsWith("openimt-own-"));
  await Promise.all(own.map((name) => caches.delete(name)));
}

/** What the worker is fetching for keeping just now must not come after the emptying.
 * @returns {Promise<void>} */
async function workerStops() {
  const worker = (await navigator.serviceWorker?.getRegistration("/me/"))?.active;
  if (!worker) return;
  await new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    worker.postMessage({ type: "stop" }, [channel.port2]);
    window.setTimeout(resolve, STOPS_WITHIN);
  });
}

/** Plan, numbers and honest sentences as of now. @param {Store} kept */
export async function keepFacts(kept) {
  if (!navigator.onLine) return;
  const before = await kept.get("kept", "phone");
  // What is asked before the person calls this phone their own cannot know of it.
  const wish = await wishOf(kept);
  const headers = before ? { "If-None-Match": before.etag } : undefined;
  try {
    const response = await fetch(FACTS, { headers, redirect: "manual" });
    if (response.status !== 200) return;
    const facts = await response.json();
    if (facts.person !== person()) return;
    await forget(facts.drops);
    if (wish) await ownPhone(kept, facts.devices, wish);
    const etag = response.headers.get("ETag") ?? "";
    await kept.put("kept", { id: "phone", person: facts.person, etag, facts });
  } catch {
    // Without a net what was kept before still holds.
  }
}

/** Ended from another device, this phone is nobody's own; else its copy of the plan is of today.
 * @param {Store} kept @param {string[]} devices the person's own @param {Wish} wish */
async function ownPhone(kept, devices, wish) {
  if (!(await stillStands(kept, wish))) return;
  if (devices.includes(wish.device)) await keepPlan(kept);
  else await forgetOwn(kept);
}

/** Registers the worker and, when the page has come to rest, asks it to keep the other pages. */
export async function keepPages() {
  if (!navigator.serviceWorker || !navigator.onLine) return;
  try {
    await navigator.serviceWorker.register("/me/worker.js", { scope: "/me/" });
    const worker = await navigator.serviceWorker.ready;
    const language = document.documentElement.lang;
    worker.active?.postMessage({ type: "keep", person: person(), after: AGAIN_AFTER, language });
  } catch {
    // A browser that allows no worker shows the pages while there is a net, and says so itself.
  }
}
