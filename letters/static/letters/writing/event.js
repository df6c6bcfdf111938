// At an event the tablet goes from hand to hand: Back neither shows nor sends again what a guest wrote.

const form = document.getElementById("letter-form");
let isGoingOn = false;

// What a form led to becomes a page like any other: gone back to, it is asked for anew, without the form.
history.replaceState(null, "", location.href);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// So Back would lose a letter that is being written: the browser asks first.
window.addEventListener("submit", (event) => {
  isGoingOn = event.target === form && !event.defaultPrevented;
});
window.addEventListener("beforeunload", (event) => {
  if (form?.elements.body?.value.trim() && !isGoingOn) event.preventDefault();
});
