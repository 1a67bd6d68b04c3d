/**
 * What the worker does with a reminder that comes through the browser maker's service: it shows
 * the neutral sentence that came with it, tells the clinic that it was shown, and takes the touch:
 * open, or later. The token in the message lets this one reminder be marked, and nothing else.
 */

const REMIND_LATER = "later";

/** @param {any} event @returns {Promise<void>} */
export async function pushed(event) {
  const told = event.data?.json() ?? {};
  await globalThis.registration.showNotification(String(told.title ?? ""), {
    body: String(told.body ?? ""),
    tag: String(told.tag ?? ""),
    icon: "/me/icons/192.png",
    badge: "/me/icons/192.png",
    actions: [
      { action: "open", title: String(told.open_label ?? "") },
      { action: REMIND_LATER, title: String(told.later_label ?? "") },
    ].filter((one) => one.title),
    data: { open: String(told.open ?? "/me/"), report: told.report, token: told.token },
  });
  await reported(told, "shown");
}

/** @param {any} event @returns {Promise<void>} */
export async function touchedReminder(event) {
  event.notification.close();
  const told = event.notification.data ?? {};
  if (event.action === REMIND_LATER) return reported(told, REMIND_LATER);
  const open = new URL(told.open ?? "/me/", globalThis.location.origin);
  const window = open.origin === globalThis.location.origin
    ? globalThis.clients.openWindow(open.href) : undefined;
  await Promise.all([window, reported(told, "opened")]);
}

/** The browser has changed its address: the clinic is told the new one.
 * @param {any} event @returns {Promise<void>} */
export async function addressChanged(event) {
  const options = event.oldSubscription?.options;
  const fresh = event.newSubscription
    ?? (options && (await globalThis.registration.pushManager.subscribe(options)));
  if (!fresh) return;
  const facts = await fetch("/me/phone.json", { redirect: "manual" });
  const token = facts.headers.get("X-CSRFToken") ?? "";
  await fetch("/me/reminders/phone/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(fresh.toJSON()),
  });
}

/** Without a net the moment stays unknown, which is what the ledger then says.
 * @param {{report?: string, token?: string}} told @param {string} what @returns {Promise<void>} */
async function reported(told, what) {
  if (!told.report || !told.token) return;
  const report = new URL(told.report, globalThis.location.origin);
  if (report.origin !== globalThis.location.origin) return;
  const body = JSON.stringify({ token: told.token, what, at: new Date().toISOString() });
  await fetch(report, {
    method: "POST", body, headers: { "Content-Type": "application/json" }, keepalive: true,
  }).catch(() => undefined);
}
