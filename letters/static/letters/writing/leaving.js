// The browser asks before it leaves a step and takes along what is kept nowhere else: at an event the letter, elsewhere
// what no draft holds, the name, the address, the wishes and a picture. A reload asks as well.

const form = document.getElementById("letter-form");
const hasDraft = "person" in form.dataset;
let isGoingOn = false;

const isTyped = (field) =>
  field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

function wouldBeLost() {
  if (!hasDraft) return form.elements.body.value.trim() !== "";
  return [...form.querySelectorAll("input:not([type=hidden])")].some(isTyped);
}

window.addEventListener("submit", (event) => {
  isGoingOn = event.target === form && !event.defaultPrevented;
});
window.addEventListener("pageshow", () => (isGoingOn = false));
window.addEventListener("beforeunload", (event) => {
  if (!isGoingOn && wouldBeLost()) event.preventDefault();
});
