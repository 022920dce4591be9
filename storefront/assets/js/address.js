// Everything works without this file: what can be typed is only made easier to choose. City, district and street become
// lists as soon as what lies in the one before is known; where nothing is, they stay to be typed in.

const STEPS = ["city", "district", "street"];

async function inside(code) {
  if (!code) {
    return [];
  }
  try {
    const answer = await fetch(`/api/divisions/${code}`, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).inside : [];
  } catch {
    return [];
  }
}

function replaced(field, tag) {
  const made = document.createElement(tag);
  for (const name of ["id", "name", "autocomplete", "aria-invalid", "aria-describedby"]) {
    if (field.hasAttribute(name)) {
      made.setAttribute(name, field.getAttribute(name));
    }
  }
  if (tag === "input") {
    made.maxLength = 30;
  }
  field.replaceWith(made);
  return made;
}

/** The field of a step as a list of what is there, or to be typed in where nothing is. */
function offer(box, step, found, value) {
  const field = box.querySelector(`[name=${step}]`);
  if (found.length === 0) {
    const typed = field.tagName === "INPUT" ? field : replaced(field, "input");
    typed.value = value;
    return;
  }
  const list = field.tagName === "SELECT" ? field : replaced(field, "select");
  const known = found.find((each) => each.name === value) ?? (found.length === 1 ? found[0] : null);
  const options = [new Option(box.dataset.divisions, "")];
  if (value && !known) {
    // What was typed once is kept until something else is chosen.
    options.push(new Option(value, value, true, true));
  }
  for (const each of found) {
    const option = new Option(each.name, each.name, false, each === known);
    option.dataset.code = each.code;
    options.push(option);
  }
  list.replaceChildren(...options);
}

const chosen = (field) => (field.name === "province" ? field.value : (field.selectedOptions?.[0]?.dataset.code ?? ""));

let turn = 0;

async function follow(box, first, keep) {
  const mine = ++turn;
  for (const [at, step] of STEPS.entries()) {
    if (at < first) {
      continue;
    }
    const before = box.querySelector(`[name=${at === 0 ? "province" : STEPS[at - 1]}]`);
    const found = await inside(chosen(before));
    if (mine !== turn) {
      return;
    }
    offer(box, step, found, keep ? box.querySelector(`[name=${step}]`).value : "");
  }
}

for (const box of document.querySelectorAll("[data-divisions]")) {
  box.addEventListener("change", (event) => {
    const at = ["province", ...STEPS].indexOf(event.target.name);
    if (at >= 0 && at < STEPS.length) {
      follow(box, at, false);
    }
  });
  follow(box, 0, true);
}
