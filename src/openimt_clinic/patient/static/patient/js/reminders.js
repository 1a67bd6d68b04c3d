/**
 * The page of reminders: turns them on for this phone when the person asks for it, and offers the
 * phone's own clock where it goes by another one.
 */

const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-push-key]"));
const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-push-on]"));

/** @param {"on" | "off" | "refused" | "none" | "failed"} state */
function say(state) {
  for (const one of document.querySelectorAll("[data-push-says]")) {
    /** @type {HTMLElement} */ (one).hidden = one.getAttribute("data-push-says") !== state;
  }
  if (button) button.hidden = !["off", "failed"].includes(state);
}

/** @returns {Promise<PushManager | undefined>} */
async function manager() {
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis)) return undefined;
  const registered = await navigator.serviceWorker.getRegistration("/me/");
  return (registered ?? (await navigator.serviceWorker.ready)).pushManager;
}

/** @param {PushManager} push */
async function turnOn(push) {
  if ((await Notification.requestPermission()) !== "granted") return say("refused");
  const key = box?.dataset.pushKey ?? "";
  try {
    const address = await push.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    say((await told(address)) ? "on" : "failed");
  } catch {
    say("failed");
  }
}

/** @param {PushSubscription} address @returns {Promise<boolean>} */
async function told(address) {
  const token = /** @type {HTMLInputElement | null} */ (
    box?.querySelector("[name=csrfmiddlewaretoken]"))?.value ?? "";
  const response = await fetch(box?.dataset.pushTo ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(address.toJSON()),
  });
  return response.ok;
}

async function begin() {
  offerClock();
  if (!box) return;
  const push = await manager();
  if (!push) return say("none");
  button?.addEventListener("click", () => void turnOn(push));
  const there = await push.getSubscription();
  if (!there) return say(Notification.permission === "denied" ? "refused" : "off");
  // Told again each time: a clinic that has lost the address learns it anew.
  say(box.dataset.pushAgreed === "yes" && (await told(there)) ? "on" : "off");
}

/** The phone's clock, where it is another than the one that reminders go by. */
function offerClock() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-zone]"));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!form || !zone || zone === form.dataset.zone) return;
  /** @type {HTMLInputElement} */ (form.elements.namedItem("zone")).value = zone;
  /** @type {HTMLElement} */ (form.querySelector("[data-other]")).textContent = zone.split("/").pop()?.replaceAll("_", " ") ?? zone;
  form.hidden = false;
}

void begin();
