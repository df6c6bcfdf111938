// Who may be the same person is named below the names while they are typed. An answer already given stays
// while it is about the same people. Without this the question comes when the form of a new record is sent.

const PAUSE_MS = 600;
const TYPED = "name_uk name_en name_crh name_ru patronymic_uk birth_date birth_precision".split(" ");
const place = document.querySelector("[data-doubles-from]");
let waiting;
let newest = 0;

const seenIn = (part) => part.querySelector("[name=doubles_seen]")?.value;

async function look(fields) {
  const turn = ++newest;
  const typed = new URLSearchParams(fields.map((field) => [field.name, field.value]));
  typed.set("record", place.dataset.doublesRecord);
  const answer = await fetch(`${place.dataset.doublesFrom}?${typed}`);
  if (!answer.ok || answer.redirected) return;
  const found = document.createElement("template");
  found.innerHTML = await answer.text();
  if (turn === newest && seenIn(found.content) !== seenIn(place)) place.replaceChildren(found.content);
}

const form = place?.closest("form");
if (form) {
  const fields = TYPED.map((name) => form.elements[name]).filter(Boolean);
  for (const field of fields) {
    for (const kind of ["input", "change"]) {
      field.addEventListener(kind, () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => look(fields).catch(() => {}), PAUSE_MS);
      });
    }
  }
}
