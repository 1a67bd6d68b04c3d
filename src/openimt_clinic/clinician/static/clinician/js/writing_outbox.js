/**
 * What has been written and has not arrived. It stands in the browser's own store until it has, so
 * that neither a lost connection nor a closed window loses it; then it is gone from there.
 */

/**
 * @typedef {{key: string, number: number, device: string, values: Record<string, unknown>, seen: Record<string, string>}} Entry
 */

export class Outbox {
  /** @param {string} user @param {string} documentId @param {Storage} [store] */
  constructor(user, documentId, store = localStorage) {
    this.place = `openimt.writing.${user}.${documentId}`;
    this.store = store;
    /** @type {Entry[]} */
    this.entries = this.read();
    this.full = false;
  }

  /** @returns {Entry[]} */
  read() {
    try {
      const kept = JSON.parse(this.store.getItem(this.place) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  /**
   * Puts a writing of one field in; one of the same field that has not been sent yet gives way.
   * @param {Entry} entry @param {string} [sending] the key of the one on its way, which stays
   */
  put(entry, sending = "") {
    const names = Object.keys(entry.values);
    this.entries = this.entries.filter(
      (one) => one.key === sending || !Object.keys(one.values).every((name) => names.includes(name)),
    );
    this.entries.push(entry);
    this.keep();
  }

  /** @param {string} key */
  arrived(key) {
    this.entries = this.entries.filter((one) => one.key !== key);
    this.keep();
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

  /** @returns {Set<string>} the fields that wait */
  get waiting() {
    return new Set(this.entries.flatMap((one) => Object.keys(one.values)));
  }
}
