/**
 * "This is my own phone": by the person's wish it may send, and only send, without sign-in, and
 * keeps the safety plan open. Off again at any time, from here or from another device.
 *
 * No plan is kept without a wish: the wish comes first and goes first, and only the window whose
 * wish still stands keeps a plan.
 */
import { person, store } from "./documents.js";
import { deviceName } from "./outbox.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Store} Store
 * @typedef {{person: string, key: string, device: string}} Wish */

export const PLAN_CACHE = "openimt-plan";
const PLAN = "/me/safety-plan/";
const COPY = "/me/phone/plan/";

/** @returns {string} */
function token() {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** @param {string} address @param {Record<string, any>} body @returns {Promise<any>} */
async function sent(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), redirect: "manual" });
  if (response.status !== 200) throw new Error(String(response.status));
  return response.json();
}

/** What this person has wished of this phone. @param {Store} kept
 * @returns {Promise<Wish | undefined>} */
export async function wishOf(kept) {
  const own = await kept.get("kept", "own-phone");
  return own?.person === person() ? own : undefined;
}

/** Whether that very wish still stands; the same person may have ended it and wished anew.
 * @param {Store} kept @param {Wish} wish @returns {Promise<boolean>} */
export async function stillStands(kept, wish) {
  return (await wishOf(kept))?.key === wish.key;
}

/** One at a time in all windows, where the browser can say so. @param {() => Promise<void>} work
 * @returns {Promise<void>} */
function alone(work) {
  const locks = globalThis.navigator?.locks;
  return locks ? locks.request(PLAN_CACHE, work) : work();
}

/** @param {string} address of the person's devices */
async function claim(address) {
  const kept = await store();
  const device = await deviceName(kept);
  const stay = document.querySelector("[data-stay-signed-in]");
  const stay_signed_in = stay instanceof HTMLInputElement && stay.checked;
  const { key } = await sent(address, { device, without_sign_in: true, stay_signed_in });
  await kept.put("kept", { id: "own-phone", person: person(), key, device });
  await keepPlan(kept);
}

/** @param {string} address */
async function unclaim(address) {
  const kept = await store();
  const own = await kept.get("kept", "own-phone");
  await forgetOwn(kept);
  if (own) await sent(`${address}${own.device}/end/`, {});
}

/** The plan as it stands now, for times without sign-in. @param {Store} kept */
export async function keepPlan(kept) {
  const wish = await wishOf(kept);
  if (!wish || !("caches" in globalThis)) return;
  const page = await fetch(COPY, { redirect: "manual" });
  // In another window somebody else may have signed in.
  if (page.status !== 200 || page.headers.get("X-Phone-Person") !== person()) return;
  await alone(async () => {
    // The wish may have ended while the plan was on its way; then no copy of it is made.
    if (!(await stillStands(kept, wish))) return;
    await (await caches.open(PLAN_CACHE)).put(PLAN, page);
    // Nor does it stay where a browser lets two windows in at once.
    if (!(await stillStands(kept, wish))) await caches.delete(PLAN_CACHE);
  });
}

/** Nothing of the wish is left on this phone. @param {Store} kept */
export function forgetOwn(kept) {
  return alone(async () => {
    await kept.remove("kept", "own-phone");
    if ("caches" in globalThis) await caches.delete(PLAN_CACHE);
  });
}

/** The clinic has ended the wish; another's, that came meanwhile, stays. @param {Store} kept */
export async function forgetMine(kept) {
  if (await wishOf(kept)) await forgetOwn(kept);
}

/** A window that was closed while it forgot may have left the plan. @param {Store} kept */
export function noPlanWithoutWish(kept) {
  return alone(async () => {
    const own = await kept.get("kept", "own-phone");
    if (!own && "caches" in globalThis) await caches.delete(PLAN_CACHE);
  });
}

/** @param {HTMLElement} section @param {string} [says] */
async function show(section, says = "") {
  const own = (await wishOf(await store())) !== undefined;
  section.hidden = false;
  section.querySelector("[data-not-own]")?.toggleAttribute("hidden", own);
  section.querySelector("[data-is-own]")?.toggleAttribute("hidden", !own);
  const line = section.querySelector("[data-own-says]");
  if (line) line.textContent = says;
}

/** The section on the page of one's own phones. */
export async function showThisPhone() {
  const section = document.querySelector("[data-this-phone]");
  if (!(section instanceof HTMLElement)) return;
  const address = section.dataset.address ?? "";
  for (const [button, work] of /** @type {const} */ ([["[data-claim]", claim], ["[data-unclaim]", unclaim]])) {
    section.querySelector(button)?.addEventListener("click", () => {
      work(address).then(() => window.location.reload(), () => show(section, say("not_done")));
    });
  }
  await show(section);
}
