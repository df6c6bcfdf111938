// Says in words that there is no connection, before the browser would leave the page for an error of its own.

const notice = document.querySelector("[data-offline]");
const form = document.getElementById("letter-form");
let pressed = null;
let isTriedAnyway = false; // a browser may be wrong about its connection

form.addEventListener("submit", (event) => {
  if (navigator.onLine || isTriedAnyway) return;
  event.preventDefault();
  pressed = event.submitter;
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
});
notice.querySelector("button").addEventListener("click", () => {
  isTriedAnyway = true;
  form.requestSubmit(pressed);
});
window.addEventListener("online", () => (notice.hidden = true));
