/**
 * What the line under the heading says. What is not kept comes before all else, each field by its
 * name and why; only when nothing is left does it say that all is kept.
 */

/**
 * @typedef {{label: string, why: string}} NotKept
 * @typedef {{closed?: string, refused?: NotKept[], clashes?: string[], waits?: boolean, trouble?: string, kept?: string}} Stand
 * @typedef {Record<string, string | undefined>} Says
 */

/**
 * @param {Stand} stand `closed`: why nothing is taken any more. `trouble`: why it does not arrive.
 * `waits`: something has not arrived. `kept`: when all had.
 * @param {Says} says the page's words @returns {{text: string, held: boolean} | null} null: as before
 */
export function lineOf(stand, says) {
  const { closed = "", refused = [], clashes = [], waits = false, trouble = "", kept = "" } = stand;
  const problems = closed ? [closed, waits || refused.length ? says.saysLeft : ""] : [
    refused.length ? `${says.saysNotKept} ${refused.map(inOneLine).join(" ")}` : "",
    clashes.length ? `${says.saysClash} ${clashes.map(quoted).join(", ")}.` : "",
    waits ? trouble : "",
  ];
  const text = problems.filter(Boolean).join(" ");
  if (text) return { text, held: true };
  if (waits) return { text: says.saysKeeping ?? "", held: false };
  return kept ? { text: `${says.saysKept} ${kept}`, held: false } : null;
}

/** @param {NotKept} one */
function inOneLine({ label, why }) {
  const said = why && !/[.!?]$/.test(why) ? `${why}.` : why;
  return said ? `${quoted(label)}: ${said}` : `${quoted(label)}.`;
}

/** @param {string} label */
function quoted(label) {
  return `“${label}”`;
}
