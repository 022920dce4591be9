// Everything works without this file: it only suggests what may be meant while somebody types into the search of the shop.

const form = document.querySelector("form[data-suggest]");
const input = form?.querySelector("input[type=search]");

if (input) {
  const english = document.documentElement.lang === "en";
  const list = document.createElement("ul");
  list.id = "site-suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  const kinds = { COUNTY: form.dataset.county, CATEGORY: form.dataset.category };
  let active = -1;
  let waiting;
  let asking;

  const pick = (zh, en) => (english && en ? en : zh);
  const options = () => [...list.children];

  function mark(at) {
    active = at;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  }

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    mark(-1);
  }

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    show(false);
  }

  function option(item, i) {
    const line = document.createElement("li");
    line.id = `site-suggestion-${i}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.dataset.link = item.link;
    const name = document.createElement("b");
    name.textContent = pick(item.nameZh, item.nameEn);
    const about = document.createElement("small");
    about.textContent = [kinds[item.kind], pick(item.aboutZh, item.aboutEn)].filter(Boolean).join(" · ");
    line.append(name, " ", about);
    return line;
  }

  async function suggest() {
    asking?.abort();
    const words = input.value.trim();
    if (words === "") {
      close();
      return;
    }
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      const items = answer.ok ? (await answer.json()).items : [];
      list.replaceChildren(...items.map(option));
      show(items.length > 0 && document.activeElement === input);
    } catch (error) {
      if (error.name !== "AbortError") {
        close();
      }
    }
  }

  input.addEventListener("input", (event) => {
    if (!event.isComposing) {
      clearTimeout(waiting);
      waiting = setTimeout(suggest, 120);
    }
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 120);
  });
  input.addEventListener("keydown", (event) => {
    const many = list.hidden ? 0 : options().length;
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" && list.hidden && input.value.trim() !== "") {
      suggest();
    } else if (event.key === "ArrowDown" && many > 0) {
      mark(active + 1 < many ? active + 1 : -1);
    } else if (event.key === "ArrowUp" && many > 0) {
      mark(active < 0 ? many - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      location.assign(options()[active].dataset.link);
    } else if (event.key === "Escape" && many > 0) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus, which would close the list under the finger.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) {
      location.assign(chosen.dataset.link);
    }
  });
}
