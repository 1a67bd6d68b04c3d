/**
 * What the worker does with a reminder that comes through the browser maker's service: it shows
 * the neutral sentence that came with it, and a touch opens the page that it names.
 */

/** @param {any} event @returns {Promise<void>} */
export async function pushed(event) {
  const told = event.data?.json() ?? {};
  await globalThis.registration.showNotification(String(told.title ?? ""), {
    body: String(told.body ?? ""),
    tag: String(told.tag ?? ""),
    icon: "/me/icons/192.png",
    data: { go: String(told.go ?? "/me/") },
  });
}

/** @param {any} event @returns {Promise<void>} */
export async function touchedReminder(event) {
  event.notification.close();
  const go = new URL(event.notification.data?.go ?? "/me/", globalThis.location.origin);
  if (go.origin === globalThis.location.origin) await globalThis.clients.openWindow(go.href);
}
