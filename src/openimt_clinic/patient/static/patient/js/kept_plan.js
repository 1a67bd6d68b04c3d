/**
 * Where nobody is signed in: the way to the safety plan, on a phone that keeps one by its person's
 * own wish, and on no other.
 */
const PLAN_CACHE = "openimt-plan";

/** @returns {Promise<boolean>} */
async function keepsPlan() {
  if (!("caches" in globalThis) || !(await caches.has(PLAN_CACHE))) return false;
  return (await (await caches.open(PLAN_CACHE)).keys()).length > 0;
}

const way = document.querySelector("[data-kept-plan]");
if (way instanceof HTMLElement && (await keepsPlan().catch(() => false))) way.hidden = false;
