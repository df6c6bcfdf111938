// Says in words that the site does not answer, before the browser would leave the page for an error of its own.

const ASKED = "/robots.txt"; // small, and the same for everybody
const PATIENCE_MS = 20_000; // a slow network is one, too

const notice = document.querySelector("[data-offline]");
const form = document.getElementById("letter-form");
let pressed = null;
let isAsking = false;
let isThrough = false;
let isTriedAnyway = false; // a browser may be wrong about its connection

function doesAnswer() {
  if (!navigator.onLine) return false;
  const how = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE_MS) };
  return fetch(ASKED, how).then(() => true, () => false);
}

function send() {
  isThrough = true;
  form.requestSubmit(pressed);
  isThrough = false;
}

form.addEventListener("submit", async (event) => {
  if (isThrough || isTriedAnyway) return;
  event.preventDefault();
  pressed = event.submitter;
  if (isAsking) return;
  isAsking = true;
  notice.hidden = await doesAnswer();
  isAsking = false;
  if (notice.hidden) send();
  else notice.scrollIntoView({ block: "nearest" });
});
notice.querySelector("button").addEventListener("click", () => {
  isTriedAnyway = true;
  form.requestSubmit(pressed);
});
window.addEventListener("online", () => (notice.hidden = true));
