import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asOfToday, dayNamed, localDay, showsAnotherDay,
} from "../../src/openimt_clinic/patient/static/patient/js/days.js";

const page = (day) => `<p data-day-says="today">Sunday</p>
<script id="document-values" type="application/json">{"values": {"sad": 5}, "seen": {"sad": "k"}}</script>
<form action="/me/write/diary/${day}/" data-document="diary" data-name="today">
<input type="hidden" name="key" value="k1"><input type="hidden" name="seen" value="{&quot;sad&quot;: &quot;k&quot;}">
<input type="radio" name="sad" value="5" checked><input type="text" name="sleep" value="7,5">
<textarea name="note">She said &lt;b&gt; and left.</textarea>
<button name="done" data-undone="Done">Keep the change</button></form>
<form action="/me/write/moment/${day}/" data-document="moment" data-name="m"><input name="truth" value="x"></form>
<p class="calm" data-done-on="${day}">Done. Thank you.</p><a data-done-on="${day}" hidden>Card</a>`;

test("a page kept today is given out as it is", () => {
  assert.equal(asOfToday(page(localDay())), page(localDay()));
});

test("a page kept on another day is an empty one of today", () => {
  const given = asOfToday(page(localDay(-1)));
  for (const gone of ["checked", "7,5", "She said", "Sunday", "&quot;k&quot;", '"sad": 5', "Keep the"]) {
    assert.ok(!given.includes(gone), gone);
  }
  const stays = ['name="key" value="k1"', 'name="sad" value="5"', 'data-undone="Done">Done<'];
  for (const one of [`/me/write/diary/${localDay()}/`, ...stays]) assert.ok(given.includes(one), one);
  assert.ok(given.includes('name="truth" value="x"'), "what is of no day stays");
  assert.match(given, /<p class="calm" data-done-on="[^"]*" hidden>/);
  assert.match(given, /<a data-done-on="[^"]*">Card/);
});

test("a day is named by the phone, also behind the name of a form", () => {
  assert.equal(dayNamed("today-2"), localDay(-2));
  assert.equal(dayNamed("oi-safety:today"), `oi-safety:${localDay()}`);
  assert.equal(dayNamed("3f2b"), "3f2b");
  assert.ok(showsAnotherDay("oi-safety:today", `/me/write/form/oi-safety%3A${localDay(-1)}/`));
  assert.ok(!showsAnotherDay("oi-safety:today", `/me/write/form/oi-safety%3A${localDay()}/`));
  assert.ok(!showsAnotherDay("3f2b", "/me/write/moment/2020-01-01/"));
});
