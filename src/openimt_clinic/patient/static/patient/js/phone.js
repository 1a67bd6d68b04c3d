/**
 * Begins everything on a patient's page: ties its forms, says what is kept where, sends what
 * waits, and sees to it that the pages are there without a net.
 */
import { arrived, person, sendNow, startAnew, store } from "./documents.js";
import { bind } from "./forms.js";
import { keepHelping, stillUntold } from "./help.js";
import { putAwayDaysBefore } from "./begun.js";
import { keepFacts, keepPages, leaveNothing, samePersonOnly } from "./keeping.js";
import { noteOpening } from "./plan.js";
import { forgetMine, showThisPhone } from "./own_phone.js";
import { localDay } from "./days.js";
import { waiting } from "./outbox.js";
import { showWaiting } from "./waiting_here.js";
import { keepSaying, sayFromBefore, sayState } from "./status.js";
import { StorageFailure } from "./store.js";
import { lasting } from "./words.js";

/** Where the phone can keep nothing there is nothing to show or forget.
 * @param {(kept: import("./store.js").Store) => Promise<void>} work */
function withStore(work) {
  store().then(work).catch(() => undefined);
}

/** So many milliseconds out of sight, and a page of a day that is over is begun anew. Who comes back
 * sooner goes on where they were, also after midnight. */
const OUT_OF_SIGHT = lasting("out_of_sight");
const OF_A_DAY = "[data-done-on], form[data-name*=today][data-bound]";
const openedOn = localDay();
let leftAt = Date.now();

/** A phone shows the page of last evening as it was left; its answers are not those of today. */
function seenAgain() {
  const overNight = localDay() !== openedOn && Date.now() - leftAt > OUT_OF_SIGHT;
  if (overNight && document.querySelector(OF_A_DAY)) window.location.reload();
  else void sendNow();
}

function listen() {
  window.addEventListener("online", startAnew);
  document.addEventListener("openimt:arrived", () => withStore(showWaiting));
  document.addEventListener("openimt:own-ended", () => withStore(forgetMine));
  window.addEventListener("offline", () => void sayState("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") seenAgain();
    else leftAt = Date.now();
  });
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    // The worker has sent something while no page did.
    if (data?.type === "arrived" && data.person === person()) arrived(data.answers, data.receivedAt);
  });
}

async function begin() {
  keepSaying();
  keepHelping();
  sayFromBefore();
  for (const form of document.querySelectorAll("form[data-document]")) {
    void bind(/** @type {HTMLFormElement} */ (form));
  }
  if (!person()) return;
  listen();
  leaveNothing();
  try {
    const kept = await store();
    await samePersonOnly(kept);
    await putAwayDaysBefore();
    const left = await waiting(kept, person());
    stillUntold(left);
    await showThisPhone();
    await showWaiting(kept);
    await noteOpening();
    if (left.length) await sendNow();
    else await sayState();
    await keepFacts(kept);
  } catch (error) {
    if (!(error instanceof StorageFailure)) throw error;
    await sayState("no_storage");
  }
  await keepPages();
}

void begin();
