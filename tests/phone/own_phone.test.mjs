import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { memoryStore } from "./memory.mjs";

const JS = "../../src/openimt_clinic/patient/static/patient/js";
const { forgetMine, forgetOwn, keepPlan, noPlanWithoutWish } = await import(`${JS}/own_phone.js`);
const PLAN = "openimt-plan";

class HTMLMetaElement {}
globalThis.HTMLMetaElement = HTMLMetaElement;

/** Caches as browsers have them: who holds one that was deleted writes where nobody looks. */
function memoryCaches() {
  const there = new Map();
  const puts = [];
  const gates = [];
  return {
    puts,
    /** The next writing waits until it is let go. */
    holdNext: () => new Promise((reached) => gates.push(reached)),
    open: async (name) => {
      if (!there.has(name)) there.set(name, new Map());
      const rows = there.get(name);
      return {
        put: async (address, page) => {
          puts.push(page.text);
          const gate = gates.shift();
          if (gate) await new Promise((go) => gate(go));
          rows.set(address, page);
        },
      };
    },
    delete: async (name) => there.delete(name),
    plan: () => [...(there.get(PLAN)?.values() ?? [])].map(({ text }) => text),
  };
}

/** One after the other, as a browser lets windows in. */
function locks() {
  let last = Promise.resolve();
  return {
    request: (_name, work) => {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

let kept, caches, whose, letGo;

/** A window of this person's. */
function windowOf(person) {
  whose = person;
}

/** The clinic answers when it is let go, with the plan of whoever asked. */
function asks() {
  const text = `plan of ${whose}`;
  const headers = new Map([["X-Phone-Person", whose]]);
  return new Promise((resolve) => {
    letGo = () => resolve({ status: 200, headers, text });
  });
}

const wish = (person, key = `key of ${person}`) =>
  kept.put("kept", { id: "own-phone", person, key, device: "d" });
const soon = () => new Promise((done) => setTimeout(done, 5));

beforeEach(() => {
  kept = memoryStore();
  caches = memoryCaches();
  windowOf("dan");
  Object.assign(globalThis, {
    caches,
    fetch: asks,
    document: {
      querySelector: () => Object.assign(new HTMLMetaElement(), { content: whose }),
    },
  });
});

for (const known of [true, false]) {
  const where = known ? "one window at a time" : "a browser without locks";

  const tried = (says, how) =>
    test(`${says} (${where})`, async () => {
      const navigator = known ? { locks: locks() } : {};
      Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
      await how();
    });

  tried("the plan is kept by the wish of its person", async () => {
    await wish("dan");
    const keeps = keepPlan(kept);
    await soon();
    letGo();
    await keeps;
    assert.deepEqual(caches.plan(), ["plan of dan"]);
  });

  tried("no copy is made of a plan that came when the phone was not theirs any more", async () => {
    await wish("dan");
    const keeps = keepPlan(kept);
    await soon();
    await forgetOwn(kept);
    letGo();
    await keeps;
    assert.deepEqual(caches.puts, [], "not even for as long as a window lives");
    assert.deepEqual(caches.plan(), []);
  });

  tried("not mine any more, said while the plan is being written, leaves no copy", async () => {
    await wish("dan");
    const held = caches.holdNext();
    const keeps = keepPlan(kept);
    await soon();
    letGo();
    const go = await held;
    const forgets = forgetOwn(kept);
    await soon();
    go();
    await Promise.all([keeps, forgets]);
    assert.deepEqual(caches.plan(), []);
    assert.equal(await kept.get("kept", "own-phone"), undefined);
  });

  tried("a window of who was here before takes nothing from whose phone it is now", async () => {
    await wish("dan");
    const keeps = keepPlan(kept);
    await soon();
    const late = letGo;
    await forgetOwn(kept);
    windowOf("mia");
    await wish("mia");
    const mias = keepPlan(kept);
    await soon();
    letGo();
    await mias;
    windowOf("dan");
    late();
    await keeps;
    await forgetMine(kept);
    assert.equal((await kept.get("kept", "own-phone")).person, "mia");
    assert.deepEqual(caches.plan(), ["plan of mia"]);
    assert.deepEqual(caches.puts, ["plan of mia"]);
  });

  tried("a plan that was asked for under an earlier wish is not kept under a new one", async () => {
    await wish("dan", "first");
    const keeps = keepPlan(kept);
    await soon();
    await forgetOwn(kept);
    await wish("dan", "second");
    letGo();
    await keeps;
    assert.deepEqual(caches.puts, []);
    assert.equal((await kept.get("kept", "own-phone")).key, "second");
  });

  tried("a plan of somebody who has just signed in elsewhere is not kept by this wish", async () => {
    await wish("dan");
    windowOf("mia");
    const answer = asks();
    letGo();
    windowOf("dan");
    globalThis.fetch = () => answer;
    await keepPlan(kept);
    assert.deepEqual(caches.plan(), []);
  });

  tried("what a window left that was closed while it forgot goes with the next page", async () => {
    await (await caches.open(PLAN)).put("/me/safety-plan/", { text: "plan of dan" });
    await noPlanWithoutWish(kept);
    assert.deepEqual(caches.plan(), []);
    await wish("dan");
    await (await caches.open(PLAN)).put("/me/safety-plan/", { text: "plan of dan" });
    await noPlanWithoutWish(kept);
    assert.deepEqual(caches.plan(), ["plan of dan"]);
  });
}
