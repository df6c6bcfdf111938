// The code of an event: the one offered is taken by a press, and one that is easily guessed gets a warning while it
// is typed, by the rule of prisoner_pages/campaigns/event_codes.py.

const LENGTH = 8;
const FEWEST_DIFFERENT = 5;

function isEasilyGuessed(typed) {
  const code = typed.toLowerCase();
  if (code.length < LENGTH || new Set(code).size < FEWEST_DIFFERENT || /(19|20)\d\d/.test(code)) return true;
  return (code.match(/[a-z]+/g) ?? []).some((run) => run.length >= 3 && /[aeiouy]/.test(run));
}

for (const offer of document.querySelectorAll("[data-event-code]")) {
  const code = document.getElementById(offer.dataset.eventCode);
  const warning = document.getElementById(`${code.id}-warning`);
  const take = offer.querySelector("button");

  const warn = () => {
    warning.hidden = code.value === "" || !isEasilyGuessed(code.value);
  };
  code.addEventListener("input", warn);
  if (take) {
    take.hidden = false;
    take.addEventListener("click", () => {
      code.value = take.value;
      // So that the form saves it by itself, as if it had been typed.
      for (const kind of ["input", "change"]) code.dispatchEvent(new Event(kind, { bubbles: true }));
      code.focus();
    });
  }
}
