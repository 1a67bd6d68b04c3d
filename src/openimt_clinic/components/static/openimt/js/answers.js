/**
 * Sends each answer that may need somebody as soon as it is given, and shows what that set in
 * motion. Without script the same happens when the form is sent. Also hides questions that are
 * only asked after certain answers.
 */

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-answers]");

/** @param {string} name @returns {string} the chosen or typed answer, empty when there is none */
function answerTo(name) {
  return String(new FormData(/** @type {HTMLFormElement} */ (form)).get(name) ?? "");
}

/** @param {HTMLElement} acts @param {string} item */
async function give(acts, item) {
  if (!form) return;
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "sent_key", item]) body.set(name, answerTo(name));
  body.set("item", item);
  try {
    const reply = await fetch(form.dataset.answers ?? "", { method: "POST", body });
    if (reply.status === 422) return;
    if (!reply.ok) throw new Error(String(reply.status));
    acts.innerHTML = await reply.text();
  } catch {
    acts.textContent = form.dataset.failedSays ?? "";
  }
}

/** Hides a question until one of the answers it depends on is there. */
function showAsked() {
  if (!form) return;
  /** @type {Record<string, [string, number][]>} */
  const conditions = JSON.parse(form.dataset.conditions || "{}");
  for (const [item, needs] of Object.entries(conditions)) {
    const field = form.querySelector(`[name="${item}"]`)?.closest(".field");
    const asked = needs.some(([name, least]) => {
      const answer = answerTo(name);
      return answer !== "" && Number(answer) >= least;
    });
    if (field instanceof HTMLElement) field.hidden = !asked && answerTo(item) === "";
  }
}

if (form) {
  const acts = form.querySelector("[data-acts]");
  const acting = new Set((form.dataset.acting ?? "").split(" ").filter(Boolean));
  showAsked();
  form.addEventListener("change", (event) => {
    showAsked();
    const name = /** @type {HTMLInputElement} */ (event.target).name;
    if (acts instanceof HTMLElement && acting.has(name)) void give(acts, name);
  });
}
