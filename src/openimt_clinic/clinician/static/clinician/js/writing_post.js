/** Sending to the clinic, and why something did not arrive. */

/** @typedef {"offline" | "out" | "reload" | "failed"} Trouble */
/** @typedef {{reply?: Response, trouble?: Trouble}} Came */

/**
 * An answer, or what stands in the way: no connection, signed out, a page that is too old to send
 * (somebody signed in anew), or a clinic that could not take it.
 * @param {string} address @param {unknown} body @param {string} token
 * @param {typeof fetch} [fetcher] @returns {Promise<Came>}
 */
export async function post(address, body, token, fetcher = fetch) {
  const text = JSON.stringify(body);
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  // A window that is being closed still sends what is short enough for that.
  const keepalive = text.length < LONGEST_KEPT_ALIVE;
  try {
    return read(await fetcher(address, { method: "POST", body: text, headers, keepalive }));
  } catch {
    return { trouble: "offline" };
  }
}

const LONGEST_KEPT_ALIVE = 15_000;

/** @param {Response} reply @returns {Came} */
function read(reply) {
  if (reply.redirected || reply.status === 401) return { trouble: "out" };
  const json = (reply.headers.get("Content-Type") ?? "").includes("json");
  if (json && (reply.ok || reply.status === 422)) return { reply };
  return { trouble: reply.status === 403 || reply.status === 404 ? "reload" : "failed" };
}
