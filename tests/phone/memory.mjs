/** The store's small interface in memory, and one that fails as a full phone does. */
import { NAMED_BY, StorageFailure } from "../../src/openimt_clinic/patient/static/patient/js/store.js";

export function memoryStore() {
  const tables = { outbox: new Map(), documents: new Map(), kept: new Map() };
  const copy = (row) => (row === undefined ? undefined : structuredClone(row));
  return {
    get: async (table, id) => copy(tables[table].get(id)),
    all: async (table) => [...tables[table].values()].map(copy),
    put: async (table, row) => void tables[table].set(row[NAMED_BY[table]], copy(row)),
    remove: async (table, id) => void tables[table].delete(id),
    change: async (table, id, how) => {
      const row = how(copy(tables[table].get(id)));
      if (row !== undefined) tables[table].set(id, copy(row));
      return copy(row);
    },
  };
}

/** Reads as before; every writing fails. */
export function fullStore(before = memoryStore()) {
  const full = async () => {
    throw new StorageFailure("QuotaExceededError");
  };
  return { ...before, put: full, change: full };
}

let counted = 0;

/** An entry that waits. */
export function entry(more = {}) {
  counted += 1;
  return {
    key: `key-${counted}`,
    kind: "diary",
    name: "2026-11-22",
    number: counted,
    given_at: "2026-11-22T21:04:00.000+01:00",
    values: { sad: 2 },
    seen: {},
    person: "dan",
    urgency: 0,
    state: "waiting",
    ...more,
  };
}
