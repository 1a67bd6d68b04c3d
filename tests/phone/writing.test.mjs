import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf } from "../../src/openimt_clinic/clinician/static/clinician/js/writing_line.js";
import { Outbox, leftOf, pagesLeft } from "../../src/openimt_clinic/clinician/static/clinician/js/writing_outbox.js";
import { post } from "../../src/openimt_clinic/clinician/static/clinician/js/writing_post.js";

const SAYS = {
  saysKept: "Kept at", saysKeeping: "Keeping", saysNotKept: "Not kept:", saysClash: "Choose:", saysLeft: "Only here.",
};

test("the line says that all is kept only when nothing is left", () => {
  assert.deepEqual(lineOf({ kept: "15:02" }, SAYS), { text: "Kept at 15:02", held: false });
  assert.deepEqual(lineOf({ waits: true, kept: "15:02" }, SAYS), { text: "Keeping", held: false });
  assert.equal(lineOf({}, SAYS), null);
  const refused = [{ label: "Note", why: "at most 9 letters" }];
  assert.deepEqual(lineOf({ refused, kept: "15:02" }, SAYS), { text: "Not kept: “Note”: at most 9 letters.", held: true });
  assert.equal(lineOf({ clashes: ["About", "Note"], kept: "15:02" }, SAYS)?.text, "Choose: “About”, “Note”.");
  assert.equal(lineOf({ refused, waits: true, trouble: "No net." }, SAYS)?.text, "Not kept: “Note”: at most 9 letters. No net.");
  assert.equal(lineOf({ closed: "Ana signed this.", waits: true }, SAYS)?.text, "Ana signed this. Only here.");
});

/** A browser's store. */
function storage() {
  const kept = {};
  const hidden = { enumerable: false };
  return Object.defineProperties(kept, {
    getItem: { ...hidden, value: (place) => kept[place] ?? null },
    setItem: { ...hidden, value: (place, text) => void (kept[place] = text) },
    removeItem: { ...hidden, value: (place) => void delete kept[place] },
  });
}

function entry(key, values, seen = {}) {
  return { key, number: Number(key.slice(1)), device: "w1", values, seen };
}

test("what was refused stays, is sent no more, and gives way to what is typed next", () => {
  const store = storage();
  const box = new Outbox("ana", "note", "w1", store);
  box.put(entry("k1", { text: "too long" }, { text: "shown" }));
  box.refused("k1", "at most 3 letters");
  assert.equal(box.pending.length, 0);
  assert.deepEqual(box.held.map((one) => one.why), ["at most 3 letters"]);
  assert.deepEqual([...box.waiting], ["text"]);
  box.put(entry("k2", { text: "ok" }, { text: "newer" }));
  assert.equal(box.held.length, 0);
  assert.deepEqual(box.pending.map((one) => one.seen.text), ["shown"], "only what its writer had before them was seen");
  box.put(entry("k3", { text: "mine" }, { text: "theirs" }), "", true);
  assert.deepEqual(box.pending.map((one) => one.seen.text), ["theirs"], "who chose has seen both");
  box.arrived("k3");
  assert.deepEqual(Object.keys(store), []);
});

test("two windows write over nothing of each other, and a new one takes over what they left", () => {
  const store = storage();
  const [one, two] = [new Outbox("ana", "note", "w1", store), new Outbox("ana", "note", "w2", store)];
  one.put(entry("k1", { about: "one" }));
  two.put(entry("k2", { text: "two" }));
  assert.deepEqual(leftOf("ana", "note", store).map((row) => row.key), ["k1", "k2"]);
  assert.deepEqual(leftOf("ben", "note", store), []);
  two.put({ ...entry("k3", { about: "three" }), page: "/there/", label: "About" });
  assert.deepEqual([...pagesLeft("ana", store)], [["/there/", ["About"]]]);
  two.arrived("k3");
  const three = new Outbox("ana", "note", "w3", store);
  assert.deepEqual([...three.waiting], ["about", "text"]);
  three.arrived("k1");
  three.arrived("k2");
  assert.deepEqual(leftOf("ana", "note", store), []);
});

const ANSWERS = {
  kept: [new Response("{}", { headers: { "Content-Type": "application/json" } }), undefined],
  refused: [Response.json({}, { status: 422 }), undefined],
  "signed out": [Object.defineProperty(new Response("<html>"), "redirected", { value: true }), "out"],
  "signed in anew": [new Response("", { status: 403 }), "reload"],
  "a fault": [new Response("", { status: 500 }), "failed"],
};

for (const [name, [reply, trouble]] of Object.entries(ANSWERS)) {
  test(`${name} is told apart`, async () => {
    const came = await post("/there/", { a: 1 }, "token", async () => reply);
    assert.equal(came.trouble, trouble);
    assert.equal(Boolean(came.reply), trouble === undefined);
  });
}

test("no connection is no fault, and what is long is not promised after the window has closed", async () => {
  const sent = [];
  const failing = async (_address, given) => {
    sent.push(given.keepalive);
    throw new TypeError("Failed to fetch");
  };
  assert.deepEqual(await post("/there/", "short", "token", failing), { trouble: "offline" });
  await post("/there/", "x".repeat(70_000), "token", failing);
  assert.deepEqual(sent, [true, false]);
});
