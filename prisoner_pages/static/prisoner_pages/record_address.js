// The address of a new record follows its names while they are typed, until somebody types an address.
// Without this it is made from them when the form is sent.

const PAUSE_MS = 400;
const address = document.querySelector("[data-address-of]");
let isOwn = !address || address.value !== "";
let waiting;

async function follow(names) {
  const typed = new URLSearchParams(names.map((name) => [name.name, name.value]));
  const answer = await fetch(`${address.dataset.addressFrom}?${typed}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const made = await answer.json();
  if (!isOwn) address.value = made.address;
}

if (address) {
  const names = address.dataset.addressOf.split(" ").map((name) => address.form.elements[name]);
  for (const name of names) {
    name.addEventListener("input", () => {
      clearTimeout(waiting);
      if (!isOwn) waiting = setTimeout(() => follow(names).catch(() => {}), PAUSE_MS);
    });
  }
  address.addEventListener("input", () => {
    isOwn = address.value !== "";
  });
}
