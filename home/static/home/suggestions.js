// While somebody types into the search, what it finds stands below the field, to be chosen by arrow keys or a press
// (the combobox of ARIA). Without scripts, or where nothing comes, the form is sent as ever.

const PAUSE_MS = 250;
const SHORTEST = 2;

function offer(field) {
  const said = field.form.dataset;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", said.suggestionsLabel);
  list.lang = said.suggestionsLang || document.documentElement.lang;
  list.hidden = true;
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("aria-live", "polite");
  const place = document.createElement("span");
  place.className = "suggestions__place";
  field.after(place);
  place.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  let chosen = -1;
  let timer = 0;
  let asking = null;

  function open(isOpen) {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    choose(-1);
  }

  function choose(number) {
    list.children[chosen]?.removeAttribute("aria-selected");
    chosen = number;
    const option = list.children[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function show(items) {
    list.replaceChildren(...items.map((item, number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      option.lang = document.documentElement.lang;
      option.dataset.url = item.url;
      const why = document.createElement("span");
      why.className = "suggestions__why";
      why.textContent = item.why;
      why.lang = item.lang || option.lang;
      option.append(item.text, ...(item.why ? [" ", why] : []));
      return option;
    }));
    status.textContent = items.length ? `${said.suggestionsLabel}: ${items.length}` : "";
    open(items.length > 0 && document.activeElement === field);
  }

  async function ask() {
    asking?.abort();
    const words = field.value.trim();
    if (words.length < SHORTEST) return show([]);
    asking = new AbortController();
    try {
      const address = `${said.suggestions}?${new URLSearchParams({ q: field.value })}`;
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).items);
    } catch {
      // Nothing is offered; what was typed can be sent.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : 0);
    else if (event.key === "ArrowUp") choose(chosen > 0 ? chosen - 1 : last);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => open(false));
  // Before the field loses the focus, and the list with it.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  open(false);
}

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  offer(form.elements.q);
}
