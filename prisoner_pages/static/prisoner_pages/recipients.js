// How many people a campaign asks letters for, said anew when the choice changes. Without this it is said when the
// form is opened.

const PAUSE_MS = 300;
const CHOICES = /^(recipients$|recipient_rule_)/;
const told = document.querySelector("[data-recipients-at]");
let waiting;

async function count() {
  const all = new FormData(told.closest("form"));
  const body = new URLSearchParams({ csrfmiddlewaretoken: all.get("csrfmiddlewaretoken") });
  for (const [name, value] of all) if (CHOICES.test(name)) body.append(name, value);
  const answer = await fetch(told.dataset.recipientsAt, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.ok && !answer.redirected) told.textContent = (await answer.json()).words;
}

if (told) {
  told.closest("form").addEventListener("change", (event) => {
    if (!CHOICES.test(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => count().catch(() => {}), PAUSE_MS);
  });
}
