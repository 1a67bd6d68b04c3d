/**
 * A slider beside each number, for a thumb. The number stays the field: left untouched it is empty,
 * and a slider alone could not be.
 */

const MOVES = /^(Arrow|Home|End|Page)/;

/** @param {HTMLElement} place */
function addSlider(place) {
  const number = place.querySelector("input[type=number]");
  if (!(number instanceof HTMLInputElement) || place.querySelector("input[type=range]")) return;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = number.min;
  slider.max = number.max;
  slider.step = number.max === "100" ? "5" : "1";
  slider.setAttribute("aria-label", place.querySelector("label")?.textContent ?? "");
  const fill = () => {
    const part = (Number(slider.value) - Number(slider.min)) / (Number(slider.max) - Number(slider.min));
    slider.style.setProperty("--fill", `${Math.round(part * 100)}%`);
  };
  const follow = () => {
    slider.value = number.value || number.min;
    fill();
    slider.classList.toggle("untouched", number.value === "");
  };
  const lead = (/** @type {string} */ type) => () => {
    number.value = slider.value;
    fill();
    slider.classList.remove("untouched");
    number.dispatchEvent(new Event(type, { bubbles: true }));
  };
  slider.addEventListener("input", lead("input"));
  slider.addEventListener("change", lead("change"));
  // A touch, or a key, on the end where it stands already is an answer, too. A thumb gives no
  // click here; one that goes on to scroll the page gives no end of a touch.
  const stays = () => {
    if (number.value !== "") return;
    lead("input")();
    lead("change")();
  };
  slider.addEventListener("click", stays);
  slider.addEventListener("pointerup", stays);
  slider.addEventListener("keyup", ({ key }) => MOVES.test(key) && stays());
  number.addEventListener("input", follow);
  number.addEventListener("openimt:put", follow);
  follow();
  place.append(slider);
}

/** @param {ParentNode} root */
export function addSliders(root) {
  for (const place of root.querySelectorAll("[data-slide]")) {
    addSlider(/** @type {HTMLElement} */ (place));
  }
}
