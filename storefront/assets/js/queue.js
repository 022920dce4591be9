// Everything works without this file: it only lets keys lead from case to case (j, k), open one (enter) and tick it (x).

const FIELDS = "input:not([type=checkbox], [type=radio]), select, textarea";
const rows = [...document.querySelectorAll("tr[data-case]")];
const hint = document.getElementById("queue-keys");
if (hint) {
  hint.hidden = false;
}

function here() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function go(step) {
  if (rows.length === 0) {
    document.querySelector(step > 0 ? "a[data-next]" : "a[data-previous]")?.click();
    return;
  }
  const at = here();
  const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[to].querySelector("th a").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FIELDS)) {
    return;
  }
  if (event.key === "j") {
    go(1);
  } else if (event.key === "k") {
    go(-1);
  } else if (event.key === "x" && here() >= 0) {
    rows[here()].querySelector("input[name=case]")?.click();
  } else {
    return;
  }
  event.preventDefault();
});
