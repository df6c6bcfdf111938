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

// After a login in another tab the page has a new session: returns what is said of it, null where there is none.
export async function currentSession(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.redirected || !answer.ok ? null : answer.json();
}
