/**
 * "This is my own phone": by the person's wish it may send, and only send, without sign-in, and
 * keeps the safety plan open. Off again at any time, from here or from another device.
 */
import { person, store } from "./documents.js";
import { deviceName } from "./outbox.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Store} Store */

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

/** @param {Store} kept @returns {Promise<boolean>} whether this phone is this person's own */
export async function isOwn(kept) {
  return (await kept.get("kept", "own-phone"))?.person === person();
}

/** @param {string} address of the person's devices */
async function claim(address) {
  const kept = await store();
  const device = await deviceName(kept);
  const stay = document.querySelector("[data-stay-signed-in]");
  const stay_signed_in = stay instanceof HTMLInputElement && stay.checked;
  const { key } = await sent(address, { device, without_sign_in: true, stay_signed_in });
  await kept.put("kept", { id: "own-phone", person: person(), key, device });
  await keepPlan();
}

/** @param {string} address */
async function unclaim(address) {
  const kept = await store();
  const own = await kept.get("kept", "own-phone");
  await forgetOwn(kept);
  if (own) await sent(`${address}${own.device}/end/`, {});
}

/** The plan as it stands now, for times without sign-in. */
export async function keepPlan() {
  if (!("caches" in globalThis)) return;
  const page = await fetch(COPY, { redirect: "manual" });
  if (page.status !== 200) return;
  await (await caches.open(PLAN_CACHE)).put(PLAN, page);
  // The wish may have ended while the plan was on its way; then no copy of it stays.
  const kept = await store();
  if (!(await isOwn(kept))) await forgetOwn(kept);
}

/** Nothing of the wish is left on this phone. @param {Store} kept */
export async function forgetOwn(kept) {
  await kept.remove("kept", "own-phone");
  if ("caches" in globalThis) await caches.delete(PLAN_CACHE);
}

/** @param {HTMLElement} section @param {string} [says] */
async function show(section, says = "") {
  const own = await isOwn(await store());
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
