/**
 * A document that keeps itself while it is written: each field as it changes, kept in the browser
 * until it has arrived; others who write here are named, and what two people wrote differently is
 * shown beside the field.
 */

import { Outbox } from "./writing_outbox.js";
import { addRow, inWords, put, ready, rowsOf, valueOf } from "./writing_fields.js";

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
    /** Why the last sending failed. @type {string | undefined} */
    this.why = this.says.saysOffline;
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
  write(name) {
    clearTimeout(this.pauses.get(name));
    this.pauses.delete(name);
    const place = this.placeOf(name);
    if (!place || this.known.get(name) === now(place)) return;
    this.known.set(name, now(place));
    this.number += 1;
    this.outbox.put({
      key: crypto.randomUUID(),
      device: this.device,
      number: this.number,
      values: { [name]: valueOf(place) },
      seen: { [name]: place.dataset.key ?? "" },
    }, this.sending);
    void this.send();
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
      this.state(this.says.saysKeeping ?? "");
      const reply = await this.post(this.says.entries ?? "", entry);
      this.sending = "";
      if (!reply) return this.later(entry);
      const said = await reply.json();
      if (reply.status === 422) return this.closed(said.says);
      if (Object.keys(said.refused).length) this.outbox.refused(entry.key);
      else this.outbox.arrived(entry.key);
      this.took(entry, said);
    }
  }

  /** @param {string} address @param {unknown} body @returns {Promise<Response | null>} */
  async post(address, body) {
    const token = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("csrfmiddlewaretoken")).value;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    try {
      const reply = await fetch(address, { method: "POST", body: JSON.stringify(body), headers });
      const json = (reply.headers.get("Content-Type") ?? "").includes("json");
      if (json && (reply.ok || reply.status === 422)) return reply;
      const out = reply.redirected || reply.status === 401 || reply.status === 403;
      this.why = out ? this.says.saysOut : this.says.saysFailed;
    } catch {
      this.why = this.says.saysOffline;
    }
    return null;
  }

  /** It has not arrived. What the clinic fails to take again and again waits behind the others.
   * @param {import("./writing_outbox.js").Entry} [entry] */
  later(entry) {
    this.failed = true;
    this.state((this.outbox.full ? this.says.saysFull : this.why) ?? "", true);
    if (entry && this.why === this.says.saysFailed) {
      const times = (this.tries.get(entry.key) ?? 0) + 1;
      this.tries.set(entry.key, times);
      if (times >= MOST_TRIES) this.outbox.refused(entry.key);
    }
    window.setTimeout(() => void this.send(), AGAIN_AFTER);
  }

  /** The document takes nothing any more. @param {string} says */
  closed(says) {
    this.state(says, true);
  }

  /** @param {{values: Record<string, unknown>}} entry @param {Standing & {refused: Record<string, string>, clashes: Record<string, {value: Value, key: string, who: string}>}} said */
  took(entry, said) {
    this.failed = false;
    for (const name of Object.keys(entry.values)) {
      const place = this.placeOf(name);
      if (!place) continue;
      const clash = said.clashes[name];
      this.refuse(place, said.refused[name] ?? "");
      if (clash) this.clash(place, clash);
      else {
        place.dataset.key = said.keys[name] ?? "";
        this.settle(place);
      }
      if (!this.outbox.waiting.has(name) && !this.pauses.has(name)) delete place.dataset.unsent;
    }
    this.stands(said);
  }

  /** @param {Standing} said */
  stands(said) {
    const mark = this.form.elements.namedItem("standing");
    if (mark instanceof HTMLInputElement) mark.value = said.standing;
    if (!this.outbox.entries.length) this.state(`${this.says.saysKept} ${said.at}`);
    else if (!this.outbox.pending.length) this.notKept();
    if (said.state !== "draft") this.state(this.says.saysSigned ?? "", true);
  }

  /** Says by name what could not be kept; it is still here. */
  notKept() {
    const names = [...this.outbox.waiting].map((name) => {
      const label = this.placeOf(name)?.querySelector("label, legend")?.textContent ?? name;
      return label.replace("*", "").trim();
    });
    this.state(`${this.says.saysNotKept} ${names.join(", ")}`, true);
  }

  /** @param {HTMLElement} place @param {string} says */
  refuse(place, says) {
    const line = place.querySelector("[data-error]");
    if (!(line instanceof HTMLElement)) return;
    line.textContent = says;
    line.hidden = !says;
    const input = place.querySelector("input:not([type=hidden]), textarea, select");
    if (says) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  }

  /** @param {HTMLElement} place @param {{value: Value, key: string, who: string}} theirs */
  clash(place, theirs) {
    const box = place.querySelector("[data-clash]");
    if (!(box instanceof HTMLElement)) return;
    const says = document.createElement("p");
    const who = document.createElement("b");
    who.textContent = `${theirs.who} ${this.says.saysWrote}`;
    says.append(who, ` ${inWords(theirs.value) || this.says.saysEmpty}`);
    const buttons = document.createElement("p");
    buttons.className = "actions";
    buttons.append(
      this.button(this.says.saysTake ?? "", () => {
        put(place, theirs.value);
        this.choose(place, theirs.key);
      }),
      this.button(this.says.saysHold ?? "", () => this.choose(place, theirs.key)),
    );
    box.replaceChildren(says, buttons);
    box.hidden = false;
  }

  /** Writes what stands in the field, having seen theirs. @param {HTMLElement} place @param {string} key */
  choose(place, key) {
    place.dataset.key = key;
    this.known.delete(place.dataset.field ?? "");
    this.write(place.dataset.field ?? "");
    this.settle(place);
    /** @type {HTMLElement | null} */ (place.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
  }

  /** @param {HTMLElement} place */
  settle(place) {
    const box = place.querySelector("[data-clash]");
    if (box instanceof HTMLElement) box.hidden = true;
  }

  /** @param {string} text @param {() => void} act */
  button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
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
    try {
      const reply = await fetch(`${this.says.now}?device=${this.device}`);
      if (!reply.ok) return;
      const said = await reply.json();
      this.others(said.others);
      this.take(said);
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

  /** @param {Standing} said */
  take(said) {
    for (const place of this.places) {
      const name = place.dataset.field ?? "";
      const free = !this.outbox.waiting.has(name) && !this.pauses.has(name);
      const clashing = !(/** @type {HTMLElement | null} */ (place.querySelector("[data-clash]"))?.hidden ?? true);
      if (!free || clashing || (said.keys[name] ?? "") === (place.dataset.key ?? "")) continue;
      this.show(place, name, said);
    }
    if (said.state !== "draft") this.state(this.says.saysSigned ?? "", true);
  }

  /** @param {HTMLElement} place @param {string} name @param {Standing} said */
  show(place, name, said) {
    put(place, said.values[name] ?? null);
    place.dataset.key = said.keys[name] ?? "";
    this.known.set(name, now(place));
    this.refuse(place, "");
  }

  async undo() {
    this.writeAll();
    await this.send();
    const reply = await this.post(this.says.undo ?? "", {});
    if (!reply) return this.later();
    const said = await reply.json();
    if (reply.status === 422) return this.state(said.says);
    for (const place of this.places) {
      const name = place.dataset.field ?? "";
      if ((said.keys[name] ?? "") !== (place.dataset.key ?? "")) this.show(place, name, said);
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

  /** Signing waits until all has arrived. @param {SubmitEvent} event */
  async submit(event) {
    const pressed = event.submitter;
    if (!(pressed instanceof HTMLButtonElement) || pressed.dataset.ready !== undefined) return;
    event.preventDefault();
    this.writeAll();
    await this.settled();
    if (this.outbox.pending.length) return this.state(this.says.saysWait ?? "", true);
    if (this.outbox.entries.length) return this.notKept();
    // All that was typed has been kept, so the plain form finds nothing new in it.
    for (const place of this.places) {
      const seen = this.form.elements.namedItem(`seen-${place.dataset.field}`);
      if (seen instanceof HTMLInputElement) seen.value = place.dataset.key ?? "";
    }
    // A form that is being sent just now is not sent a second time: only in a task of its own.
    await new Promise((done) => window.setTimeout(done));
    pressed.dataset.ready = "";
    this.form.requestSubmit(pressed);
  }

  async settled() {
    for (let tries = 0; tries < 50 && (this.sending || this.outbox.pending.length); tries += 1) {
      if (!this.sending) await this.send();
      if (this.failed) return;
      await new Promise((done) => window.setTimeout(done, 60));
    }
  }
}

/** What a field holds, to compare. @param {Element} place */
function now(place) {
  return JSON.stringify(valueOf(place));
}

/** A window's own name, kept as long as it is open. @param {string} documentId */
function deviceOf(documentId) {
  const place = `openimt.window.${documentId}`;
  const device = sessionStorage.getItem(place) ?? crypto.randomUUID();
  sessionStorage.setItem(place, device);
  return device;
}

/** @param {Writing} writing @param {Element} target */
function rowButton(writing, target) {
  const button = target.closest("button");
  const row = target.closest("[data-one-row]");
  const place = target.closest("[data-field]");
  if (!button || !place) return;
  if (button.hasAttribute("data-add")) {
    /** @type {HTMLElement | null} */ (addRow(place)?.querySelector("input, textarea, select"))?.focus();
    return;
  }
  if (!row) return;
  if (button.hasAttribute("data-out")) row.remove();
  else if (button.hasAttribute("data-up")) row.previousElementSibling?.before(row);
  else if (button.hasAttribute("data-down")) row.nextElementSibling?.after(row);
  else return;
  button.focus();
  writing.changed(place, 0);
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
  form.addEventListener("click", (event) => rowButton(writing, /** @type {Element} */ (event.target)));
  form.addEventListener("submit", (event) => void writing.submit(event));
  window.addEventListener("online", () => void writing.send());
  window.addEventListener("pagehide", () => writing.writeAll());
  writing.restore();
  void writing.ask();
  window.setInterval(() => void writing.ask(), ASK_EVERY);
}

for (const form of document.querySelectorAll("form[data-writing]")) {
  if (form instanceof HTMLFormElement) bind(form);
}
