/**
 * What this phone keeps, in three tables of IndexedDB. Everything else asks through this small
 * interface, so that it can be tried without a browser.
 *
 * @typedef {"outbox" | "documents" | "kept"} Table
 * @typedef {Object} Store
 * @property {(table: Table, id: string) => Promise<any>} get undefined when there is none
 * @property {(table: Table, row: any) => Promise<void>} put
 * @property {(table: Table, id: string) => Promise<void>} remove
 * @property {(table: Table) => Promise<any[]>} all
 * @property {(table: Table, id: string, how: (row: any) => any) => Promise<any>} change reads and
 *   writes a row as one step; two tabs cannot come between
 */

const DATABASE = "openimt-phone";
const EDITION = 1;
/** Milliseconds. */
const OPENS_WITHIN = 3000;
/** The field of a row that names it, by table. */
export const NAMED_BY = { outbox: "key", documents: "id", kept: "id" };

/** The phone has no room, or the browser lets no page keep anything. */
export class StorageFailure extends Error {}

/** @param {IDBRequest | IDBOpenDBRequest} request @returns {Promise<any>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new StorageFailure(String(request.error)));
  });
}

/** Only a finished transaction is kept: a full phone fails at its end.
 * @param {IDBTransaction} work @returns {Promise<void>} */
function finished(work) {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onabort = work.onerror = () => reject(new StorageFailure(String(work.error)));
  });
}

/** @param {IDBFactory | undefined} factory @returns {Promise<IDBDatabase>} */
async function opened(factory) {
  if (!factory) throw new StorageFailure("no IndexedDB");
  const request = factory.open(DATABASE, EDITION);
  request.onupgradeneeded = () => {
    for (const [table, keyPath] of Object.entries(NAMED_BY)) {
      request.result.createObjectStore(table, { keyPath });
    }
  };
  const database = await settled(request);
  // A newer edition in another tab may go on; this tab then opens again.
  database.onversionchange = () => database.close();
  return database;
}

/** Some browsers never answer; nobody's words wait for that. @returns {Promise<never>} */
function tooLong() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new StorageFailure("no answer")), OPENS_WITHIN);
  });
}

/** @param {IDBFactory | undefined} [factory] @returns {Promise<Store>} */
export async function openStore(factory = globalThis.indexedDB) {
  let database;
  try {
    database = await Promise.race([opened(factory), tooLong()]);
  } catch (error) {
    throw error instanceof StorageFailure ? error : new StorageFailure(String(error));
  }
  return storeOn(database);
}

/** Whatever a browser throws at a question is one kind of failure to everybody else.
 * @template T @param {() => T} ask @returns {T} */
function asked(ask) {
  try {
    return ask();
  } catch (error) {
    throw new StorageFailure(String(error));
  }
}

/** @param {IDBDatabase} database @returns {Store} */
function storeOn(database) {
  /** @param {Table} table @param {IDBTransactionMode} mode */
  const begin = (table, mode) => {
    const work = asked(() => database.transaction(table, mode));
    return { work, rows: work.objectStore(table) };
  };
  return {
    get: async (table, id) => settled(begin(table, "readonly").rows.get(id)),
    all: async (table) => settled(begin(table, "readonly").rows.getAll()),
    put: async (table, row) => {
      const { work, rows } = begin(table, "readwrite");
      asked(() => rows.put(row));
      await finished(work);
    },
    remove: async (table, id) => {
      const { work, rows } = begin(table, "readwrite");
      rows.delete(id);
      await finished(work);
    },
    change: async (table, id, how) => {
      const { work, rows } = begin(table, "readwrite");
      const done = finished(work);
      done.catch(() => undefined);
      const row = how(await settled(rows.get(id)));
      if (row !== undefined) asked(() => rows.put(row));
      await done;
      return row;
    },
  };
}
