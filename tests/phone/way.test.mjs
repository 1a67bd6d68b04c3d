// Which questions of a moment come now.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsOn, way } from "../../src/openimt_clinic/patient/static/patient/js/way.js";

const LIMITS = { urgeFirst: 3, strengthFirst: 8, calm: 6 };
const STEPS = ["safety", "scene", "meaning", "feelings", "did", "others"];
const calm = { strength: 4, suicidalUrge: 0, selfHarmUrge: 0, acts: false };

test("an urge of three, a strength of eight and any act bring help first", () => {
  for (const said of [{ suicidalUrge: 3 }, { selfHarmUrge: 3 }, { strength: 8 }, { acts: true }]) {
    assert.equal(way({ ...calm, ...said }, false, LIMITS), "help");
  }
  assert.equal(way({ ...calm, suicidalUrge: 2, selfHarmUrge: 2 }, false, LIMITS), "calm");
});

test("what is not known is never zero", () => {
  assert.equal(way({ ...calm, strength: null }, false, LIMITS), "ask");
  assert.equal(way({ ...calm, selfHarmUrge: null }, false, LIMITS), "describe");
});

test("help and asking show safety alone; other readings are for the calm", () => {
  assert.deepEqual(stepsOn("help", STEPS), ["safety"]);
  assert.deepEqual(stepsOn("ask", STEPS), ["safety"]);
  assert.deepEqual(stepsOn("calm", STEPS), STEPS);
  for (const now of ["describe", "believed"]) assert.ok(!stepsOn(now, STEPS).includes("others"));
});
