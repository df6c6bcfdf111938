// A long list of boxes: what is chosen stands open, the rest is found by typing. Without this all boxes stand there.

const plain = (words) => words.toLocaleLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’ʼ]/g, "");

function start(picker) {
  const bar = picker.querySelector("[data-picker-bar]");
  const [query, all] = bar.querySelectorAll("input");
  const count = bar.querySelector("[role=status]");
  const rows = [...picker.querySelectorAll("[data-picker-boxes] label")].map((label) => ({
    row: label.parentElement,
    box: label.querySelector("input"),
    words: plain(label.textContent),
  }));
  bar.hidden = false;

  function show() {
    const wanted = plain(query.value.trim()).split(/\s+/);
    const isAsked = query.value.trim() !== "";
    let shown = 0;
    for (const { row, box, words } of rows) {
      const fits = isAsked ? wanted.every((each) => words.includes(each)) : all.checked || box.checked;
      row.hidden = !fits;
      shown += fits;
    }
    const chosen = rows.filter(({ box }) => box.checked).length;
    count.textContent = count.dataset.words
      .replace("{chosen}", chosen)
      .replace("{shown}", shown)
      .replace("{all}", rows.length);
  }

  query.addEventListener("input", show);
  all.addEventListener("change", show);
  // What is unticked stays in sight until something else is asked for.
  picker.addEventListener("change", (event) => {
    const row = event.target.closest("label").parentElement;
    show();
    row.hidden = false;
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
  // The form of the editor keeps none of this.
  for (const own of [query, all]) {
    for (const event of ["input", "change"]) own.addEventListener(event, (told) => told.stopPropagation());
  }
  show();
}

document.querySelectorAll("[data-picker]").forEach(start);
