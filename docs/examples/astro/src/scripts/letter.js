// As it stands in docs/api.md, “Letting somebody write a letter”; the two constants come from the page.

const { api: API, key: KEY } = document.querySelector("#letter").dataset;

async function ask(path, body) {
  const headers = { "X-Api-Key": KEY };
  const isParts = body instanceof FormData;
  if (body && !isParts) headers["Content-Type"] = "application/json";
  const answer = await fetch(API + path, {
    method: body ? "POST" : "GET",
    body: body && !isParts ? JSON.stringify(body) : body,
    headers,
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  const said = await answer.json();
  // `detail` is a sentence for the writer, `errors` say which field; nothing is lost, it is all still in your form.
  if (!answer.ok) throw Object.assign(new Error(said.detail), said);
  return said;
}

export function beginLetter(prisoner, locale) {
  return ask(`/letters/form?${new URLSearchParams({ prisoner, locale })}`);
}

// `typed`: body, name, email, language, censor, delay, consent, and drawing (a File) if there is one.
export async function sendLetter(form, { drawing, ...typed }) {
  const letter = { prisoner: form.to.slug, nonce: form.nonce, campaign: form.campaign, event: form.event, ...typed };
  const parts = new FormData();
  for (const [name, value] of Object.entries({ ...letter, drawing })) if (value !== undefined) parts.set(name, value);
  for (let tries = 3; ; tries -= 1) {
    try {
      return await ask(`/letters?locale=${form.meta.served_locale}`, drawing ? parts : letter);
    } catch (fault) {
      // No answer came, or the fault was ours. The same letter under the same nonce is the same letter: send it again.
      if (tries === 1 || fault.status < 500) throw fault;
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
}
