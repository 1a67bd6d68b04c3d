import assert from "node:assert/strict";
import { test } from "node:test";

const JS = "../../src/openimt_clinic/clinician/static/clinician/js";
const { Outbox, leftOf, throwAway } = await import(`${JS}/writing_outbox.js`);

/** A browser's store: its keys are its own properties. */
function memoryStorage() {
  const store = Object.create({
    getItem(name) { return Object.hasOwn(this, name) ? this[name] : null; },
    setItem(name, text) { this[name] = text; },
    removeItem(name) { delete this[name]; },
  });
  return store;
}

const entry = (key, field, value, number = 1) => ({ key, number, device: key, values: { [field]: value }, seen: {} });
const fields = (rows) => rows.map((one) => Object.keys(one.values)[0]);

test("two windows of one document lose nothing of each other", () => {
  const store = memoryStorage();
  const one = new Outbox("ana", "note", "w1", store);
  const two = new Outbox("ana", "note", "w2", store);
  one.put(entry("a", "about", "TAB ONE"));
  two.put(entry("b", "text", "TAB TWO", 2));
  assert.deepEqual(fields(leftOf("ana", "note", store)), ["about", "text"]);
  const later = new Outbox("ana", "note", "w3", store);
  later.arrived("a");
  later.arrived("b");
  assert.deepEqual(Object.keys(store), [], "what has arrived is left in no window's store");
});

test("what was refused stays, is not sent, and gives way to what is written next", () => {
  const store = memoryStorage();
  const box = new Outbox("ana", "note", "w1", store);
  box.put(entry("a", "text", "too long"));
  box.refused("a");
  assert.deepEqual(box.pending, []);
  assert.ok(box.waiting.has("text"));
  const again = new Outbox("ana", "note", "w2", store);
  assert.deepEqual(fields(again.pending), ["text"], "asked once more");
  assert.notEqual(again.pending[0].key, "a", "its own key has had its answer");
  again.put(entry("b", "text", "short", 2));
  again.arrived("b");
  assert.deepEqual(leftOf("ana", "note", store), []);
});

test("another document, another person and thrown away words are not there", () => {
  const store = memoryStorage();
  new Outbox("ana", "note", "w1", store).put(entry("a", "text", "mine"));
  assert.deepEqual(leftOf("ana", "other", store), []);
  assert.deepEqual(leftOf("ben", "note", store), []);
  throwAway("ana", "note", store);
  assert.deepEqual(leftOf("ana", "note", store), []);
});
