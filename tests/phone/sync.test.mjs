import assert from "node:assert/strict";
import { test } from "node:test";
import { waiting } from "../../src/openimt_clinic/patient/static/patient/js/outbox.js";
import { alone, pauseAfter, post, sendAll } from "../../src/openimt_clinic/patient/static/patient/js/sync.js";
import { entry, fullStore, memoryStore } from "./memory.mjs";

/** A clinic that answers in turn; what it was sent is kept. */
function clinic(...answers) {
  const asked = [];
  const line = {
    person: "dan",
    ownKey: "",
    token: async () => "token",
    now: () => new Date("2026-11-22T20:04:00Z"),
    fetch: async (address, options) => {
      const body = JSON.parse(options.body);
      asked.push({ address, ...options, body });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(body) : answer;
    },
  };
  return { line, asked };
}

const response = (status, body, type = "basic") => ({ status, type, json: async () => body });
const takes = (state = "kept") => (body) =>
  response(200, {
    received_at: "2026-11-22T20:04:01Z",
    entries: body.entries.map(({ key }) => ({ key, state })),
  });

async function holding(n, more = () => ({})) {
  const store = memoryStore();
  const entries = Array.from({ length: n }, (_, i) => entry(more(i)));
  for (const one of entries) await store.put("outbox", one);
  return { store, entries };
}

test("thirty entries go in one request", async () => {
  const { store } = await holding(30);
  const { line, asked } = clinic(takes());
  assert.equal((await sendAll(line, store)).outcome, "arrived");
  assert.equal(asked.length, 1);
  assert.equal(asked[0].body.entries.length, 30);
  assert.equal(asked[0].body.person, "dan");
  assert.equal(asked[0].headers["X-CSRFToken"], "token");
  assert.deepEqual(await waiting(store, "dan"), []);
});

test("more than a hundred go in several, the urgent first", async () => {
  const { store, entries } = await holding(120, (i) => (i === 119 ? { urgency: 4 } : {}));
  const { line, asked } = clinic(takes());
  await sendAll(line, store);
  assert.deepEqual(asked.map((one) => one.body.entries.length), [100, 20]);
  assert.equal(asked[0].body.entries[0].key, entries[119].key);
});

test("what the server could not keep waits for the next time", async () => {
  const { store, entries } = await holding(4);
  const half = (body) => {
    const told = body.entries.map(({ key }, i) => ({ key, state: i < 2 ? "kept" : "later" }));
    return response(200, { received_at: "x", entries: told });
  };
  const { line } = clinic(half, takes("again"));
  assert.equal((await sendAll(line, store)).outcome, "failed");
  assert.deepEqual((await waiting(store, "dan")).map((one) => one.key), [entries[2].key, entries[3].key]);
  assert.equal((await sendAll(line, store)).outcome, "arrived");
  assert.deepEqual(await waiting(store, "dan"), []);
});

for (const [what, answer, outcome] of [
  ["no net", new TypeError("failed to fetch"), "offline"],
  ["a broken server", response(500, {}), "failed"],
  ["too many requests", response(429, {}), "failed"],
  ["an expired session", response(401, { says: "Please sign in again." }), "signed_out"],
  ["a redirect to the sign-in page", response(0, {}, "opaqueredirect"), "signed_out"],
]) {
  test(`${what} takes nothing away`, async () => {
    const { store } = await holding(3);
    assert.equal((await sendAll(clinic(answer).line, store)).outcome, outcome);
    assert.equal((await waiting(store, "dan")).length, 3);
  });
}

test("one entry that spoils a request is found, and the rest arrives", async () => {
  const { store, entries } = await holding(3);
  const bad = entries[1].key;
  const picky = (body) =>
    body.entries.some(({ key }) => key === bad) ? response(422, { says: "Unreadable." }) : takes()(body);
  const { line } = clinic(picky);
  const told = await sendAll(line, store);
  assert.equal(told.outcome, "arrived");
  assert.deepEqual((await store.all("outbox")).map((one) => [one.key, one.state, one.says]), [[bad, "refused", "Unreadable."]]);
});

test("a phone of one's own sends by its key when nobody is signed in", async () => {
  const { store } = await holding(1);
  const { line, asked } = clinic(response(401, {}), takes());
  line.ownKey = "clinic.device.secret";
  assert.equal((await sendAll(line, store)).outcome, "arrived");
  assert.equal(asked[1].headers.Authorization, "Device clinic.device.secret");
  assert.equal(asked[1].credentials, "omit");
});

test("a worrying entry goes even when its page is closed", async () => {
  const { line, asked } = clinic(takes());
  const told = await post(line, "device", [entry({ urgency: 3 })], { keepalive: true });
  assert.equal(told.outcome, "arrived");
  assert.equal(asked[0].keepalive, true);
});

test("an answer that is no JSON counts as no net", async () => {
  const broken = { status: 200, type: "basic", json: async () => JSON.parse("<html>") };
  assert.equal((await post(clinic(broken).line, "d", [entry()])).outcome, "offline");
});

test("a phone that became full in between loses nothing", async () => {
  const { store } = await holding(2);
  await assert.rejects(sendAll(clinic(takes()).line, fullStore(store)));
  assert.equal((await waiting(store, "dan")).length, 2);
});

test("without locks the work is done all the same", async () => {
  assert.equal(await alone(async () => 7), 7);
});

test("the pauses between tries grow and end", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 99].map(pauseAfter), [2, 5, 15, 60, 300, 300]);
});
