/**
 * A row of tabs that is wider than the screen begins where the page is that one looks at. Without
 * script it begins at its first, and scrolls.
 */

for (const row of document.querySelectorAll(".subnav")) {
  const here = row.querySelector("[aria-current]");
  if (!here) continue;
  const place = here.getBoundingClientRect();
  const middle = place.left - row.getBoundingClientRect().left + row.scrollLeft + place.width / 2;
  row.scrollLeft = middle - row.clientWidth / 2;
}
