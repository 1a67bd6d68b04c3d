/**
 * Days by this phone's calendar, and what a page that was kept on an earlier day may still show.
 * Pages and the worker use it alike.
 */
import { localMoment } from "./outbox.js";

const DAY_NAMED = /^([^:]+:)?today(-\d+)?$/;
const ENDS_WITH_DAY = /\d{4}-\d{2}-\d{2}(?=\/?$)/;
const FORMS = /<form\b[^>]*\bdata-name="([^"]*)"[^>]*>[\s\S]*?<\/form>/g;
const VALUES = /(<script id="document-values" type="application\/json">)[^<]*/;
const NOTHING = '{"values": {}, "seen": {}}';

/** The day by this phone's calendar: 2026-11-22. @param {number} [offset] days @returns {string} */
export function localDay(offset = 0) {
  const now = new Date();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset, 12);
  return localMoment(day).slice(0, 10);
}

/** Whether a form names its day by its distance: ``today``, ``today-1``, ``oi-safety:today``.
 * @param {string} said @returns {boolean} */
export function isByDay(said) {
  return DAY_NAMED.test(said);
}

/** @param {string} said @returns {string} with the phone's own day */
export function dayNamed(said) {
  const day = DAY_NAMED.exec(said);
  return day ? `${day[1] ?? ""}${localDay(Number(day[2] ?? 0))}` : said;
}

/** Whether a form was written for another day than the one it is named by now. Its address says
 * which day it shows.
 * @param {string} said @param {string} address @returns {boolean} */
export function showsAnotherDay(said, address) {
  const shown = ENDS_WITH_DAY.exec(address)?.[0];
  return isByDay(said) && !dayNamed(said).endsWith(shown ?? "?");
}

/** A kept page as it may be given out now: the forms of a day that is over are empty forms of
 * today, and today's card is not said to be done. It is text of our own, in which nothing that
 * anybody wrote can hold a bracket.
 * @param {string} page @returns {string} */
export function asOfToday(page) {
  let emptied = false;
  const text = page.replace(FORMS, (form, said) => {
    const address = /\baction="([^"]*)"/.exec(form)?.[1] ?? "";
    if (!showsAnotherDay(said, address)) return form;
    emptied = true;
    return emptyForm(form, address.replace(ENDS_WITH_DAY, dayNamed(said).slice(-10)));
  });
  return doneToday(emptied ? text.replace(VALUES, `$1${NOTHING}`).replace(DAY_SAID, "$1") : text);
}

/** The script writes the day anew, in words. */
const DAY_SAID = /(<p\b[^>]*\bdata-day-says="[^"]*"[^>]*>)[^<]*/;

/** @param {string} form @param {string} address @returns {string} */
function emptyForm(form, address) {
  return form
    .replace(/\baction="[^"]*"/, `action="${address}"`)
    .replace(/<(?:input|option)\b[^>]*>/g, emptyField)
    .replace(/(<textarea\b[^>]*>)[^<]*/g, "$1")
    .replace(/(<button\b[^>]*\bdata-undone="([^"]*)"[^>]*>)[^<]*/g, "$1$2");
}

/** @param {string} tag of a field @returns {string} */
function emptyField(tag) {
  if (/\btype="hidden"/.test(tag)) {
    return /\bname="seen"/.test(tag) ? tag.replace(/\bvalue="[^"]*"/, 'value="{}"') : tag;
  }
  const unticked = tag.replace(/ (?:checked|selected)(?=[ >])/, "");
  const choice = tag.startsWith("<option") || /\btype="(?:radio|checkbox)"/.test(tag);
  return choice ? unticked : unticked.replace(/ value="[^"]*"/, ' value=""');
}

/** @param {string} page @returns {string} with the way to the card, where another day was done */
function doneToday(page) {
  const done = /\bdata-done-on="([^"]*)"/.exec(page);
  if (!done || done[1] === localDay()) return page;
  const swap = (/** @type {string} */ tag) =>
    tag.includes(" hidden") ? tag.replace(" hidden", "") : tag.replace(/>$/, " hidden>");
  return page.replace(/<\w+\b[^>]*\bdata-done-on="[^"]*"[^>]*>/g, swap);
}
