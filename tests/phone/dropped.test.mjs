import assert from "node:assert/strict";
import { test } from "node:test";
import { forget } from "../../src/openimt_clinic/patient/static/patient/js/dropped.js";

const HARD = "/me/story/scene/0c6e7b1e-0000-4000-8000-000000000001/";
const GOOD = "/me/story/scene/0c6e7b1e-0000-4000-8000-000000000002/";

/** Caches of a browser with these addresses. @param {Record<string, string[]>} there */
function browserWith(there) {
  const open = async (name) => ({
    keys: async () => there[name].map((path) => ({ url: `https://clinic.test${path}` })),
    delete: async (request) => {
      const { pathname } = new URL(request.url);
      there[name] = there[name].filter((path) => path !== pathname);
    },
  });
  globalThis.caches = { keys: async () => Object.keys(there), open };
  return there;
}

test("every page of an entry goes, and nothing else", async () => {
  const there = browserWith({
    "openimt-own-dan": [HARD, `${HARD}words/`, `${HARD}earlier/`, GOOD, "/me/story/"],
    "openimt-plan": [HARD],
  });
  await forget([HARD]);
  assert.deepEqual(there["openimt-own-dan"], [GOOD, "/me/story/"]);
  assert.deepEqual(there["openimt-plan"], [HARD], "what is no personal page is not touched");
});

test("nothing to forget leaves all as it is, also where nothing was said", async () => {
  const there = browserWith({ "openimt-own-dan": [HARD] });
  await forget([]);
  await forget(undefined);
  assert.deepEqual(there["openimt-own-dan"], [HARD]);
});
