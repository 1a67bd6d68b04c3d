/**
 * Pages that no phone may keep: those of hard entries of a story. What the clinic closes has to be
 * closed without a net, too, so the phone forgets what it kept of them before.
 */

const PERSONAL = "openimt-own-";

/** Forgets every personal page whose address begins like one of these.
 * @param {string[]} prefixes @returns {Promise<void>} */
export async function forget(prefixes) {
  if (!("caches" in globalThis) || !prefixes?.length) return;
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PERSONAL))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (prefixes.some((prefix) => pathname.startsWith(prefix))) await cache.delete(request);
    }
  }
}
