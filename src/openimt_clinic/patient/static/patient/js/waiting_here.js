/**
 * The page of what is on this phone: what waits, and what the clinic could not take, with its
 * sentence. Nothing goes from here by itself: the person tries again, or takes it away.
 */
import { person, sendNow, store } from "./documents.js";
import { inOrder } from "./outbox.js";
import { hour, say } from "./words.js";

/** @typedef {import("./outbox.js").Entry} Entry @typedef {import("./store.js").Store} Store */

/** @param {string} tag @param {string} text @returns {HTMLElement} */
function element(tag, text) {
  const one = document.createElement(tag);
  one.textContent = text;
  return one;
}

/** What the person wrote, as they wrote it; yes and no are not words of theirs.
 * @param {Entry} entry @returns {string} */
function wordsOf(entry) {
  const texts = Object.values(entry.values).filter((value) => typeof value === "string");
  return texts.join(" · ").slice(0, 300);
}

/** @param {Entry} entry @returns {HTMLElement} */
function card(entry) {
  const at = new Date(entry.given_at);
  const language = document.documentElement.lang || "en";
  const day = at.toLocaleDateString(language === "en" ? "en-GB" : language, {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  const one = document.createElement("section");
  one.className = "card stack";
  const says = entry.state === "refused" ? entry.says || say("refused_one") : say("not_sent");
  one.append(element("h2", `${day}, ${hour(at)}`), element("p", wordsOf(entry)), element("p", says));
  if (entry.state === "refused") one.append(choices(entry));
  return one;
}

/** @param {Entry} entry @returns {HTMLElement} */
function choices(entry) {
  const row = element("p", "");
  row.className = "go";
  for (const [name, work] of /** @type {const} */ ([["try_again", again], ["take_away", away]])) {
    const button = element("button", say(name));
    button.className = "button";
    button.addEventListener("click", () => void work(entry));
    row.append(button);
  }
  return row;
}

/** A refused entry is sent as a new one: the clinic answers an old key as before.
 * @param {Entry} entry */
async function again(entry) {
  const kept = await store();
  await kept.put("outbox", { ...entry, key: crypto.randomUUID(), state: "waiting", says: "" });
  await away(entry);
  await sendNow();
}

/** @param {Entry} entry */
async function away(entry) {
  const kept = await store();
  await kept.remove("outbox", entry.key);
  await showWaiting(kept);
}

/** @param {Store} kept */
export async function showWaiting(kept) {
  const place = document.querySelector("[data-waiting-here]");
  if (!place) return;
  const mine = (await kept.all("outbox")).filter((entry) => entry.person === person());
  const cards = inOrder(mine).map(card);
  place.replaceChildren(...(cards.length ? cards : [element("p", say("nothing_waits"))]));
}
