// Sending what somebody writes to the desk while they write it. Shared by the desks.

export const LOGGED_OUT = "logged out";

// Returns [status, JSON]. Throws LOGGED_OUT for the page of the login, or for a token of a session that is
// over: both mean the same to who writes. Throws the status for any other answer that is not JSON.
export async function post(address, data) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams(data),
    headers: { Accept: "application/json" },
  });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson && (answer.redirected || answer.status === 403)) throw new Error(LOGGED_OUT);
  if (!isJson) throw new Error(String(answer.status));
  return [answer.status, await answer.json()];
}

// After a login in another tab the page has a new session: the form takes its token, and this returns true. After one as
// somebody else than `data-person` nothing is sent in their name.
export async function renewSession(form) {
  try {
    const answer = await fetch(form.dataset.session, { headers: { Accept: "application/json" } });
    if (answer.redirected || !answer.ok) return false;
    const { token, person } = await answer.json();
    if (String(person) !== (form.dataset.person ?? String(person))) return false;
    form.elements.csrfmiddlewaretoken.value = token;
    return true;
  } catch {
    return false;
  }
}

// Sends what waits as soon as there may be a way again, and has the browser ask before the page is left with it.
export function holdUntilSent(waits, send) {
  const tried = () => waits() && send();
  for (const back of ["online", "focus"]) window.addEventListener(back, tried);
  document.addEventListener("visibilitychange", tried);
  askBeforeLeaving(waits);
}

// For what is kept nowhere until its form is sent.
export function askBeforeLeaving(waits) {
  window.addEventListener("beforeunload", (event) => waits() && event.preventDefault());
}
