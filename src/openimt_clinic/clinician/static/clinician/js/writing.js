/**
 * A document that keeps itself while it is written: each field as it changes, kept in the browser
 * until it has arrived; others who write here are named, and what two people wrote differently is
 * shown beside the field.
 */

import { Outbox, deviceOf } from "./writing_outbox.js";
import { focusIn, labelOf, now, put, ready, refuse, rowButton, rowsOf, valueOf } from "./writing_fields.js";
import * as clash from "./writing_clash.js";
import { lineOf } from "./writing_line.js";
import { post } from "./writing_post.js";

const PAUSE = 1200;
const ASK_EVERY = 10_000;
const AGAIN_AFTER = 4000;
const MOST_TRIES = 3;

/** @typedef {import("./writing_fields.js").Value} Value */
/** @typedef {{state: string, values: Record<string, Value>, keys: Record<string, string>, standing: string, at: string}} Standing */

class Writing {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.says = form.dataset;
    this.device = deviceOf(this.says.document ?? "");
    this.number = Date.now();
    this.outbox = new Outbox(this.says.user ?? "", this.says.document ?? "", this.device);
    /** @type {Map<string, number>} how often the clinic could not take an entry */
    this.tries = new Map();
    /** @type {Map<string, number>} */
    this.pauses = new Map();
    /** @type {Map<string, string>} what stood in each field when it was last sent or put */
    this.known = new Map(this.places.map((place) => [place.dataset.field ?? "", now(place)]));
    this.sending = "";
    this.failed = false;
    /** Why the last sending failed, why nothing is taken any more, and when all had arrived. */
    this.trouble = "";
    this.closed = "";
    this.kept = "";
    /** The page is being left by a press on its own button. */
    this.leaving = false;
    this.closing = false;
    /** How often the clinic has said what stands: an answer asked for before is out of date. */
    this.heard = 0;
    form.dataset.bound = "";
  }

  /** @returns {HTMLElement[]} */
  get places() {
    return /** @type {HTMLElement[]} */ ([...this.form.querySelectorAll("[data-field]")]);
  }

  /** @param {string} name */
  placeOf(name) {
    return this.places.find((one) => one.dataset.field === name);
  }

  /** @param {Element} target */
  changed(target, wait = PAUSE) {
    const place = target.closest("[data-field]");
    if (!(place instanceof HTMLElement)) return;
    const name = place.dataset.field ?? "";
    clearTimeout(this.pauses.get(name));
    place.dataset.unsent = "";
    this.pauses.set(name, window.setTimeout(() => this.write(name), wait));
  }

  /** @param {string} name */
  write(name, chosen = false) {
    clearTimeout(this.pauses.get(name));
    this.pauses.delete(name);
    const place = this.placeOf(name);
    if (!place) return;
    if (this.known.get(name) === now(place)) return this.unmark(place, name);
    this.known.set(name, now(place));
    this.number += 1;
    this.outbox.put({
      key: crypto.randomUUID(),
      device: this.device,
      number: this.number,
      label: labelOf(place),
      page: location.pathname,
      values: { [name]: valueOf(place) },
      seen: { [name]: place.dataset.key ?? "" },
    }, this.sending, chosen);
    void this.send();
  }

  /** @param {HTMLElement} place @param {string} name */
  unmark(place, name) {
    if (!this.outbox.waiting.has(name) && !this.pauses.has(name)) delete place.dataset.unsent;
  }

  writeAll() {
    for (const name of [...this.pauses.keys()]) this.write(name);
  }

  /** Sends what waits, one after the other. @returns {Promise<void>} */
  async send() {
    if (this.sending) return;
    while (this.outbox.pending.length) {
      const entry = this.outbox.pending[0];
      this.sending = entry.key;
      this.line();
      const { reply, trouble } = await this.post(this.says.entries ?? "", entry);
      // An answer that breaks off on its way counts as none; the same entry is sent once more.
      const said = await reply?.json().catch(() => undefined);
      this.sending = "";
      if (!reply || !said) return this.later(trouble, entry);
      if (reply.status === 422) return this.close(said.says);
      const [why] = Object.values(said.refused);
      if (why) this.outbox.refused(entry.key, String(why));
      else this.outbox.arrived(entry.key);
      this.took(entry, said);
    }
  }

  /** @param {string} address @param {unknown} body */
  post(address, body) {
    const token = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("csrfmiddlewaretoken")).value;
    return post(address, body, token);
  }

  /** It has not arrived. What the clinic fails to take again and again waits behind the others.
   * @param {import("./writing_post.js").Trouble} [trouble] @param {import("./writing_outbox.js").Entry} [entry] */
  later(trouble = "offline", entry = undefined) {
    const why = { offline: "saysOffline", out: "saysOut", reload: "saysReload", failed: "saysFailed" }[trouble];
    this.failed = true;
    this.trouble = this.says[this.outbox.full ? "saysFull" : why] ?? "";
    if (entry && trouble === "failed") {
      const times = (this.tries.get(entry.key) ?? 0) + 1;
      this.tries.set(entry.key, times);
      if (times >= MOST_TRIES) this.outbox.refused(entry.key, this.trouble);
    }
    this.line();
    window.setTimeout(() => void this.send(), AGAIN_AFTER);
  }

  /** The document takes nothing any more. @param {string} [says] */
  close(says = "") {
    this.closed = says;
    this.line();
  }

  /** Whether something that was typed here is not kept, or waits for a choice. */
  get unkept() {
    return this.outbox.held.length > 0 || this.open.length > 0;
  }

  /** Fields of which two writings wait for a choice. */
  get open() {
    return this.places.filter(clash.isOpen);
  }

  /** What is so, on the line under the heading. */
  line() {
    const line = lineOf({
      closed: this.closed,
      refused: this.outbox.held.map((one) => ({ label: one.label ?? Object.keys(one.values).join(", "), why: one.why ?? "" })),
      clashes: this.open.map(labelOf),
      waits: this.outbox.pending.length > 0,
      trouble: this.failed ? this.trouble : "",
      kept: this.kept,
    }, this.says);
    if (line) this.state(line.text, line.held);
  }

  /** @param {{values: Record<string, unknown>}} entry @param {Standing & {refused: Record<string, string>, clashes: Record<string, {value: Value, key: string, who: string}>}} said */
  took(entry, said) {
    this.failed = false;
    for (const name of Object.keys(entry.values)) {
      const place = this.placeOf(name);
      if (!place) continue;
      const theirs = said.clashes[name];
      refuse(place, said.refused[name] ?? "");
      if (theirs) this.clash(place, theirs);
      else if (!said.refused[name]) {
        place.dataset.key = said.keys[name] ?? "";
        clash.settle(place);
      }
      this.unmark(place, name);
    }
    this.stands(said);
  }

  /** @param {Standing} said */
  stands(said) {
    const mark = this.form.elements.namedItem("standing");
    if (mark instanceof HTMLInputElement) mark.value = said.standing;
    this.heard += 1;
    this.kept = said.at;
    if (said.state !== "draft") this.closed = this.says.saysSigned ?? "";
    this.line();
  }

  /** @param {HTMLElement} place @param {{value: Value, key: string, who: string}} theirs */
  clash(place, theirs, says = this.says) {
    const take = () => {
      put(place, theirs.value);
      this.choose(place, theirs.key);
    };
    clash.open(place, { ...theirs, take, hold: () => this.choose(place, theirs.key) }, says);
  }

  /** Those that the page came with can be chosen, too. */
  drawn() {
    for (const place of this.places) {
      const waits = clash.drawn(place);
      if (waits) this.waits(place, waits);
    }
    this.line();
  }

  /** What another wrote waits beside what stands. @param {HTMLElement} place @param {{who: string, value: Value}} theirs */
  waits(place, theirs) {
    const says = { ...this.says, saysWrote: this.says.saysWroteToo, saysTake: this.says.saysTakeThis, saysHold: this.says.saysHoldAbove };
    this.clash(place, { ...theirs, key: place.dataset.key ?? "" }, says);
    place.dataset.waits = "";
  }

  /** Writes what stands in the field, having seen theirs. @param {HTMLElement} place @param {string} key */
  choose(place, key) {
    place.dataset.key = key;
    this.known.delete(place.dataset.field ?? "");
    clash.settle(place);
    this.write(place.dataset.field ?? "", true);
    focusIn(place);
  }

  /** @param {string} says */
  state(says, held = false) {
    const line = this.form.querySelector("[data-state]");
    if (!(line instanceof HTMLElement)) return;
    if (line.textContent !== says) line.textContent = says;
    line.toggleAttribute("data-held", held);
  }

  /** Asks who else is here, and takes over what they wrote where nothing of one's own waits. */
  async ask() {
    if (document.hidden) return;
    const heard = this.heard;
    try {
      const reply = await fetch(`${this.says.now}?device=${this.device}`);
      if (!reply.ok) return;
      const said = await reply.json();
      this.others(said.others);
      if (heard === this.heard) this.take(said);
      if (this.failed) void this.send();
    } catch {
      // No connection: said when there is something to send.
    }
  }

  /** @param {string[]} names */
  others(names) {
    const line = this.form.querySelector("[data-others]");
    if (!(line instanceof HTMLElement)) return;
    line.hidden = names.length === 0;
    line.textContent = names.length ? `${this.says.saysHere} ${names.join(", ")}` : "";
  }

  /** @param {Standing & {waiting: Record<string, {who: string, value: Value}>}} said */
  take(said) {
    for (const place of this.places) {
      const name = place.dataset.field ?? "";
      if (this.outbox.waiting.has(name) || this.pauses.has(name)) continue;
      const theirs = said.waiting[name];
      if (!theirs && place.dataset.waits !== undefined) clash.settle(place);
      if (clash.isOpen(place)) continue;
      if ((said.keys[name] ?? "") !== (place.dataset.key ?? "")) this.show(place, name, said);
      if (theirs) this.waits(place, theirs);
    }
    if (this.kept) this.line();
    if (said.state !== "draft") this.close(this.says.saysSigned);
  }

  /** @param {HTMLElement} place @param {string} name @param {Standing} said */
  show(place, name, said) {
    put(place, said.values[name] ?? null);
    place.dataset.key = said.keys[name] ?? "";
    this.known.set(name, now(place));
    refuse(place, "");
  }

  async undo() {
    this.writeAll();
    await this.send();
    const { reply, trouble } = await this.post(this.says.undo ?? "", {});
    if (!reply) return this.later(trouble);
    const said = await reply.json();
    if (reply.status === 422) return this.state(said.says);
    for (const place of this.places) {
      const name = place.dataset.field ?? "";
      const free = !this.outbox.waiting.has(name);
      if (free && (said.keys[name] ?? "") !== (place.dataset.key ?? "")) this.show(place, name, said);
    }
    this.stands(said);
  }

  /** Puts back what a closed window had not sent, and sends it. */
  restore() {
    for (const entry of this.outbox.entries) {
      for (const [name, value] of Object.entries(entry.values)) {
        const place = this.placeOf(name);
        if (place) this.bring(place, name, value);
      }
    }
    if (this.outbox.entries.length) void this.send();
  }

  /** @param {HTMLElement} place @param {string} name @param {unknown} value */
  bring(place, name, value) {
    const rows = Array.isArray(value) && place.dataset.sort === "rows";
    put(place, /** @type {Value} */ (rows ? value.map((row) => Object.values(row)) : value));
    place.dataset.unsent = "";
    this.known.set(name, now(place));
  }

  /** Signing waits until all has arrived, and nothing is signed while something is not kept.
   * @param {SubmitEvent} event */
  async submit(event) {
    const pressed = event.submitter;
    if (!(pressed instanceof HTMLButtonElement) || this.leaving || pressed.dataset.ready !== undefined) return;
    event.preventDefault();
    this.writeAll();
    // Enter in a field presses the first button, which only keeps.
    if (pressed.hidden || this.closing) return;
    this.closing = true;
    await this.settled();
    this.closing = false;
    if (this.outbox.pending.length) return this.state(this.says.saysWait ?? "", true);
    if (this.unkept) return this.toUnkept();
    // All that was typed has been kept, so the plain form finds nothing new in it.
    for (const place of this.places) {
      const seen = this.form.elements.namedItem(`seen-${place.dataset.field}`);
      if (seen instanceof HTMLInputElement) seen.value = place.dataset.key ?? "";
    }
    // A form that is being sent just now is not sent a second time: only in a task of its own.
    await new Promise((done) => window.setTimeout(done));
    this.leaving = true;
    this.form.requestSubmit(pressed);
  }

  /** To the first field that is not kept. */
  toUnkept() {
    this.line();
    const names = new Set(this.outbox.held.flatMap((one) => Object.keys(one.values)));
    const place = this.places.find((one) => names.has(one.dataset.field ?? "") || clash.isOpen(one));
    for (let fold = place?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    if (place) focusIn(place);
  }

  async settled() {
    for (let tries = 0; tries < 50 && (this.sending || this.outbox.pending.length); tries += 1) {
      if (!this.sending) await this.send();
      if (this.failed) return;
      await new Promise((done) => window.setTimeout(done, 60));
    }
  }
}

/** @param {HTMLFormElement} form */
function bind(form) {
  const writing = new Writing(form);
  for (const place of writing.places) {
    for (const row of rowsOf(place)) ready(row);
    const add = place.querySelector("[data-add]");
    if (add instanceof HTMLElement) add.hidden = false;
  }
  for (const one of form.querySelectorAll(".no-script")) one.setAttribute("hidden", "");
  const back = form.querySelector("[data-undo-button]");
  if (back instanceof HTMLElement) {
    back.hidden = false;
    back.addEventListener("click", () => void writing.undo());
  }
  form.addEventListener("input", (event) => writing.changed(/** @type {Element} */ (event.target)));
  form.addEventListener("change", (event) => writing.changed(/** @type {Element} */ (event.target), 0));
  form.addEventListener("click", (event) => rowButton(/** @type {Element} */ (event.target), (place) => writing.changed(place, 0)));
  form.addEventListener("submit", (event) => void writing.submit(event));
  window.addEventListener("online", () => void writing.send());
  document.addEventListener("visibilitychange", () => void writing.ask());
  window.addEventListener("pagehide", () => writing.writeAll());
  window.addEventListener("pageshow", () => (writing.leaving = false));
  window.addEventListener("beforeunload", (event) => {
    writing.writeAll();
    const waits = writing.outbox.entries.length > 0 && (writing.failed || Boolean(writing.closed));
    if (!writing.leaving && (waits || writing.outbox.held.length)) event.preventDefault();
  });
  writing.drawn();
  writing.restore();
  void writing.ask();
  window.setInterval(() => void writing.ask(), ASK_EVERY);
}

for (const form of document.querySelectorAll("form[data-writing]")) {
  if (form instanceof HTMLFormElement) bind(form);
}
