/** Two writings of one field, shown beside it until somebody has chosen. */

import { inWords } from "./writing_fields.js";

/** @typedef {import("./writing_fields.js").Value} Value */
/** @typedef {{who: string, value: Value, take: () => void, hold: () => void}} Two */

/** @param {HTMLElement} place @returns {HTMLElement | null} */
function boxOf(place) {
  return place.querySelector("[data-clash]");
}

/** @param {HTMLElement} place */
export function isOpen(place) {
  const box = boxOf(place);
  return Boolean(box && !box.hidden);
}

/** @param {HTMLElement} place */
export function settle(place) {
  const box = boxOf(place);
  if (!box) return;
  delete place.dataset.waits;
  box.hidden = true;
  box.replaceChildren();
}

/**
 * @param {HTMLElement} place @param {Two} two @param {Record<string, string | undefined>} says
 */
export function open(place, two, says) {
  const box = boxOf(place);
  if (!box) return;
  const told = document.createElement("p");
  const who = document.createElement("b");
  const words = document.createElement("span");
  who.textContent = `${two.who} ${says.saysWrote}`;
  words.className = "pre-line";
  words.textContent = inWords(two.value) || (says.saysEmpty ?? "");
  told.append(who, " ", words);
  const buttons = document.createElement("p");
  buttons.className = "actions";
  buttons.append(button(says.saysTake ?? "", two.take), button(says.saysHold ?? "", two.hold));
  box.replaceChildren(told, buttons);
  box.hidden = false;
}

/**
 * The one that the page came with, if there is one: it waits since before the page was loaded.
 * @param {HTMLElement} place @returns {{who: string, value: Value} | null}
 */
export function drawn(place) {
  const { theirs, who = "" } = boxOf(place)?.dataset ?? {};
  return theirs === undefined ? null : { who, value: JSON.parse(theirs) };
}

/** @param {string} text @param {() => void} act */
function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
