import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asSent, inOrder, localMoment, nextNumber, refusedOnes, settle, unsent, waiting,
} from "../../src/openimt_clinic/patient/static/patient/js/outbox.js";
import { StorageFailure } from "../../src/openimt_clinic/patient/static/patient/js/store.js";
import { entry, fullStore, memoryStore } from "./memory.mjs";

async function filled(...entries) {
  const store = memoryStore();
  for (const one of entries) await store.put("outbox", one);
  return store;
}

test("the urgent go first, then what was written first", () => {
  const [calm, urgent, later] = [entry(), entry({ urgency: 3 }), entry()];
  assert.deepEqual(inOrder([later, calm, urgent]), [urgent, calm, later]);
});

test("only this person's entries are sent or seen", async () => {
  const [dans, mias] = [entry(), entry({ person: "mia" })];
  const store = await filled(dans, mias);
  assert.deepEqual(await waiting(store, "dan"), [dans]);
  assert.deepEqual(await waiting(store, "mia"), [mias]);
  assert.deepEqual(await waiting(store, ""), []);
});

test("nothing leaves before the server has it", async () => {
  const [kept, again, clashed, later] = [entry(), entry(), entry(), entry()];
  const store = await filled(kept, again, clashed, later);
  await settle(store, [
    { key: kept.key, state: "kept" },
    { key: again.key, state: "again" },
    { key: clashed.key, state: "clashed" },
    { key: later.key, state: "later" },
  ]);
  assert.deepEqual(await waiting(store, "dan"), [later]);
});

test("a refused entry stays with its sentence and is not sent again", async () => {
  const one = entry();
  const store = await filled(one);
  await settle(store, [{ key: one.key, state: "refused", says: "Too long ago." }]);
  assert.deepEqual(await waiting(store, "dan"), []);
  const [left] = await refusedOnes(store, "dan");
  assert.equal(left.says, "Too long ago.");
  assert.deepEqual(left.values, one.values);
});

test("of an entry taken in part, what was refused stays", async () => {
  const one = entry({ values: { sad: 2, sleep: "much" } });
  const store = await filled(one);
  await settle(store, [{ key: one.key, state: "kept", refused: { sleep: "Give hours." } }]);
  const [left] = await refusedOnes(store, "dan");
  assert.deepEqual([left.values, left.says], [{ sleep: "much" }, "Give hours."]);
});

test("an answer to an entry of another tab changes nothing", async () => {
  const store = memoryStore();
  await settle(store, [{ key: "gone", state: "refused", says: "no" }]);
  assert.deepEqual(await store.all("outbox"), []);
});

test("the last word of each field counts, with its entry", () => {
  const first = entry({ values: { sad: 2, angry: 1 } });
  const second = entry({ values: { sad: 4, sleep: null } });
  const other = entry({ name: "2026-11-21", values: { sad: 0 } });
  assert.deepEqual(unsent([second, other, first], "diary", "2026-11-22"), {
    values: { sad: 4, angry: 1, sleep: null },
    seen: { sad: second.key, angry: first.key, sleep: second.key },
  });
});

test("the device has one name and counts what it writes", async () => {
  const store = memoryStore();
  const [one, other] = [await nextNumber(store), await nextNumber(store)];
  assert.equal(one.device, other.device);
  assert.deepEqual([one.number, other.number], [1, 2]);
});

test("a full phone says so", async () => {
  await assert.rejects(nextNumber(fullStore()), StorageFailure);
});

test("the server reads what belongs to the entry and nothing of the phone's own", () => {
  const sent = Object.keys(asSent(entry({ says: "x" }))).sort();
  assert.deepEqual(sent, ["given_at", "key", "kind", "name", "number", "seen", "values"]);
});

test("a moment has the phone's hour and its zone", () => {
  const at = new Date("2026-07-01T12:00:00Z");
  const text = localMoment(at);
  assert.match(text, /^2026-0[67]-\d\dT\d\d:\d\d:00\.000[+-]\d\d:\d\d$/);
  assert.equal(new Date(text).getTime(), at.getTime());
});
