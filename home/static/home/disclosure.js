// Close an open language list by Escape or by a click elsewhere. Without this it opens and closes by its summary.
const open = () => document.querySelectorAll("details[data-disclosure][open]");

document.addEventListener("click", (event) => {
  for (const list of open()) if (!list.contains(event.target)) list.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const list of open()) {
    list.open = false;
    list.querySelector("summary").focus();
  }
});
