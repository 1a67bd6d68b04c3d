/**
 * What has been written and has not arrived. It stands in the browser's own store until it has, so
 * that neither a lost connection nor a closed window loses it; then it is gone from there.
 *
 * Each window has a store of its own, so two windows of one document never write over each other; a
 * new window takes over whatever any of them left.
 */

/**
 * @typedef {{key: string, number: number, device: string, values: Record<string, unknown>, seen: Record<string, string>, label?: string, page?: string, refused?: boolean, why?: string}} Entry
 */

/** Everything that is left of a document, by its place. @param {string} user @param {string} documentId
 * @param {Storage} store @returns {Map<string, Entry[]>} */
function storesOf(user, documentId, store) {
  const begins = `openimt.writing.${user}.${documentId}`;
  const places = Object.keys(store).filter((place) => place.startsWith(begins));
  return new Map(places.map((place) => [place, read(store, place)]));
}

/** @param {Storage} store @param {string} place @returns {Entry[]} */
function read(store, place) {
  try {
    const kept = JSON.parse(store.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** What never arrived of a document, the oldest first, each once. @param {string} user
 * @param {string} documentId @param {Storage} [store] @returns {Entry[]} */
export function leftOf(user, documentId, store = localStorage) {
  const once = new Map();
  for (const rows of storesOf(user, documentId, store).values()) {
    for (const row of rows) once.set(row.key, row);
  }
  return [...once.values()].sort((a, b) => a.number - b.number);
}

/** Each page on which words of this user wait in this browser, with what their fields are called.
 * @param {string} user @param {Storage} [store] @returns {Map<string, string[]>} */
export function pagesLeft(user, store = localStorage) {
  const begins = `openimt.writing.${user}.`;
  const left = Object.keys(store).filter((place) => place.startsWith(begins)).flatMap((place) => read(store, place));
  const pages = new Map();
  for (const { page, label } of left) {
    if (page && label) pages.set(page, [...new Set([...(pages.get(page) ?? []), label])]);
  }
  return pages;
}

/** Throws away what never arrived. @param {string} user @param {string} documentId
 * @param {Storage} [store] */
export function throwAway(user, documentId, store = localStorage) {
  for (const place of storesOf(user, documentId, store).keys()) store.removeItem(place);
}

/** A window's own name, kept as long as it is open. @param {string} documentId */
export function deviceOf(documentId) {
  const place = `openimt.window.${documentId}`;
  const device = sessionStorage.getItem(place) ?? crypto.randomUUID();
  sessionStorage.setItem(place, device);
  return device;
}

export class Outbox {
  /** @param {string} user @param {string} documentId @param {string} device @param {Storage} [store] */
  constructor(user, documentId, device, store = localStorage) {
    this.user = user;
    this.documentId = documentId;
    this.place = `openimt.writing.${user}.${documentId}.${device}`;
    this.store = store;
    this.full = false;
    /** @type {Entry[]} */
    this.entries = [];
    this.entries = leftOf(user, documentId, store).map((one) => this.anew(one, device));
    this.keep();
  }

  /** What was refused is asked about once more: its own key has had its answer.
   * @param {Entry} one @param {string} device @returns {Entry} */
  anew(one, device) {
    if (!one.refused) return one;
    this.gone(one.key);
    return { ...one, key: crypto.randomUUID(), device, number: Date.now(), refused: false };
  }

  /**
   * Puts a writing of one field in; one of the same field that has not been sent yet gives way.
   * What the one that gives way had seen is what the new one has seen, too; unless it was `chosen`
   * between the two that were shown.
   * @param {Entry} entry @param {string} [sending] the key of the one on its way, which stays
   */
  put(entry, sending = "", chosen = false) {
    const names = Object.keys(entry.values);
    const stays = (/** @type {Entry} */ one) =>
      one.key === sending || !Object.keys(one.values).every((name) => names.includes(name));
    const seen = { ...entry.seen };
    for (const one of this.entries.filter((row) => !stays(row))) {
      if (!chosen) Object.assign(seen, one.seen);
      this.gone(one.key);
    }
    this.entries = [...this.entries.filter(stays), { ...entry, seen }];
    this.keep();
  }

  /** @param {string} key */
  arrived(key) {
    this.entries = this.entries.filter((one) => one.key !== key);
    this.gone(key);
    this.keep();
  }

  /** It cannot be kept as it is: it stays here until it is changed, and is not sent again.
   * @param {string} key @param {string} [why] */
  refused(key, why = "") {
    this.entries = this.entries.map((one) => (one.key === key ? { ...one, refused: true, why } : one));
    this.keep();
  }

  /** Away with it wherever a window has left it. @param {string} key */
  gone(key) {
    for (const [place, rows] of storesOf(this.user, this.documentId, this.store)) {
      const left = rows.filter((one) => one.key !== key);
      if (left.length === rows.length) continue;
      if (left.length) this.store.setItem(place, JSON.stringify(left));
      else this.store.removeItem(place);
    }
  }

  keep() {
    try {
      if (this.entries.length) this.store.setItem(this.place, JSON.stringify(this.entries));
      else this.store.removeItem(this.place);
      this.full = false;
    } catch {
      this.full = true;
    }
  }

  /** @returns {Entry[]} what is still to be sent */
  get pending() {
    return this.entries.filter((one) => !one.refused);
  }

  /** @returns {Entry[]} what could not be kept */
  get held() {
    return this.entries.filter((one) => one.refused);
  }

  /** @returns {Set<string>} the fields that wait */
  get waiting() {
    return new Set(this.entries.flatMap((one) => Object.keys(one.values)));
  }
}
