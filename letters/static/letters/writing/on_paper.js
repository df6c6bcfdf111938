// The letter on its sheet while it is typed, as the check shows it before it is sent (on_paper.html). The lines are those of
// letters/paper/on_screen.py; what is folded is not set.

const PAUSE_MS = 150;
// As there: a run without a place to end a line at is given one.
const UNBROKEN_CHARS = 25;
const RUN = new RegExp(`(?:\\S|[\\u00a0\\u2007\\u202f]){${UNBROKEN_CHARS + 1},}`, "gu");
const UNSEEN = /[\u200c\u200d\ufe00-\ufe0f]|(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;
const LINE_ENDS = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g;
const MAY_END = /(?<=[!|}])(?=[A-Za-z0-9])|(?<=\/)(?=[A-Za-z])/g;
const MUST_NOT_END = /(?<=-)(?=[0-9])/g;
const MARK = /\p{M}/u;
const LETTER = /\p{L}/u;

const sheet = document.querySelector("[data-on-paper]");
const text = sheet.querySelector(".on-paper__text");
const field = document.getElementById("id_body");
let waiting = 0;

function breakable(run) {
  const chars = [...run];
  let since = 0;
  return chars.reduce((done, char, place) => {
    const isBroken = since >= UNBROKEN_CHARS && !MARK.test(char);
    if (isBroken) since = 0;
    since = char === "-" && LETTER.test(chars[place + 1] ?? "") ? 0 : since + 1;
    return done + (isBroken ? "\u200b" : "") + char;
  }, "");
}

function lineOf(line) {
  const whole = line.replaceAll("\t", "    ").trimEnd().replace(RUN, breakable);
  return whole.replace(MAY_END, "\u200b").replace(MUST_NOT_END, "\u2060");
}

function linesOf(typed) {
  const plain = typed.replace(LINE_ENDS, "\n").replace(UNSEEN, "").normalize("NFC");
  const lines = plain.split("\n").map(lineOf);
  const shown = lines.filter((line, place) => line || (place && lines[place - 1]));
  return shown.at(-1) === "" ? shown.slice(0, -1) : shown;
}

function elementOf(line) {
  const element = document.createElement(line ? "p" : "div");
  if (line) element.textContent = line;
  else element.className = "on-paper__gap";
  return element;
}

function show() {
  if (sheet.open) text.replaceChildren(...linesOf(field.value).map(elementOf));
}

sheet.hidden = false;
sheet.addEventListener("toggle", show);
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, PAUSE_MS);
});
// The browser may put a text back into the field after this has run.
window.addEventListener("pageshow", show);
