/**
 * The safety plan opened from what the phone keeps is told later, as opened and nothing more. A
 * page that came from the clinic just now has told it already: its mark is new. Without the person's
 * agreement a page has no mark, and nothing is told.
 */
import { person, store, write } from "./documents.js";

/** Notes an opening that the clinic has not seen. */
export async function noteOpening() {
  const mark = document.querySelector("[data-plan-shown]")?.getAttribute("data-plan-shown");
  if (!mark || !person()) return;
  const kept = await store();
  const before = await kept.get("kept", "plan-shown");
  if (mark === "kept" || before?.mark === mark) {
    await write("plan_opened", crypto.randomUUID(), { opened: true });
  } else await kept.put("kept", { id: "plan-shown", mark });
}
