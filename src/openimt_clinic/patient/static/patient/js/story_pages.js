/**
 * The phone keeps pages for times without a net. Pages of a story that was taken away must not stay
 * there: they go with the button, and, when another device took it away, with the next look at it.
 */

const STORY = "/me/story/";
const PARTS = 2;

/** Forgets every page of an entry whose own page is not among these.
 * @param {Set<string>} there addresses of entries */
async function forgetAllBut(there) {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (ofAnEntry(pathname) && !there.has(entryOf(pathname))) await cache.delete(request);
    }
  }
}

/** @param {string} path @returns {boolean} */
function ofAnEntry(path) {
  return path.startsWith(STORY) && /^[^/]+\/[0-9a-f-]{36}\//.test(path.slice(STORY.length));
}

/** @param {string} path @returns {string} the entry's own page, without what comes after it */
function entryOf(path) {
  return `${STORY}${path.slice(STORY.length).split("/", PARTS).join("/")}/`;
}

const home = document.querySelector("[data-story-home]");
if ("caches" in globalThis && home) {
  const links = [...home.querySelectorAll("a")].map((link) => entryOf(link.pathname));
  forgetAllBut(new Set(links)).catch(() => undefined);
}
for (const form of document.querySelectorAll("[data-story-away] form")) {
  form.addEventListener("submit", () => {
    if ("caches" in globalThis) forgetAllBut(new Set()).catch(() => undefined);
  });
}
