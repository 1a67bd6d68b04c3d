/** A reminder as the worker takes it: shown as it came, reported, opened or put off. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { addressChanged, pushed, touchedReminder } from "../../src/openimt_clinic/patient/static/patient/js/push.js";

const TOLD = {
  title: "Riverside", body: "There is something for you.", tag: "p1", open_label: "Open",
  later_label: "Later", open: "/me/reminders/p1/open/", report: "/me/reminders/report/", token: "t",
};
/** @type {any[]} */
let shown, sent, opened;

beforeEach(() => {
  [shown, sent, opened] = [[], [], []];
  Object.assign(globalThis, {
    location: { origin: "https://clinic.test" },
    registration: {
      showNotification: async (title, options) => void shown.push({ title, ...options }),
      pushManager: { subscribe: async () => ({ toJSON: () => ({ endpoint: "new" }) }) },
    },
    clients: { openWindow: async (address) => void opened.push(address) },
    fetch: async (address, options) => {
      sent.push({ address: String(address), ...options });
      return { headers: new Headers({ "X-CSRFToken": "c" }) };
    },
  });
});
afterEach(() => {
  for (const name of ["location", "registration", "clients"]) delete globalThis[name];
});

const message = (told) => ({ data: { json: () => told } });
const touch = (action, data) => ({ action, notification: { close() {}, data } });
const said = () => sent.map((one) => JSON.parse(one.body).what);

test("it is shown as it came, under its own name, and said to be shown", async () => {
  await pushed(message(TOLD));
  assert.equal(shown[0].title, "Riverside");
  assert.equal(shown[0].tag, "p1");
  assert.deepEqual(shown[0].actions.map((one) => one.title), ["Open", "Later"]);
  assert.deepEqual(said(), ["shown"]);
});

test("a touch opens it; a touch on later only puts it off", async () => {
  await touchedReminder(touch("", TOLD));
  assert.deepEqual(opened, ["https://clinic.test/me/reminders/p1/open/"]);
  assert.deepEqual(said(), ["opened"]);
  await touchedReminder(touch("later", TOLD));
  assert.equal(opened.length, 1);
  assert.deepEqual(said(), ["opened", "later"]);
});

test("nothing is opened or told elsewhere", async () => {
  const wrong = { ...TOLD, open: "https://other.test/", report: "https://other.test/" };
  await touchedReminder(touch("", wrong));
  assert.deepEqual([opened, sent], [[], []]);
});

test("without a net it is shown all the same", async () => {
  globalThis.fetch = async () => { throw new TypeError("no net"); };
  await pushed(message(TOLD));
  assert.equal(shown.length, 1);
});

test("a changed address is told to the clinic", async () => {
  await addressChanged({ oldSubscription: { options: {} } });
  assert.equal(sent[1].address, "/me/reminders/phone/");
  assert.deepEqual(JSON.parse(sent[1].body), { endpoint: "new" });
  assert.equal(sent[1].headers["X-CSRFToken"], "c");
});
