/** Questions that are asked only after others. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { isAsked } from "../../src/openimt_clinic/patient/static/patient/js/asked.js";

const RULE = "self_harm_act:1 suicidal_urge:4";
/** @param {Record<string, number>} given */
const given = (given) => (/** @type {string} */ name) => given[name] ?? null;

test("an answer that is high enough opens the question", () => {
  assert.equal(isAsked(RULE, given({ suicidal_urge: 4 })), true);
  assert.equal(isAsked(RULE, given({ self_harm_act: 1, suicidal_urge: 0 })), true);
});

test("a lower answer, and a blank, do not", () => {
  assert.equal(isAsked(RULE, given({ suicidal_urge: 3, self_harm_act: 0 })), false);
  assert.equal(isAsked(RULE, given({})), false);
});
