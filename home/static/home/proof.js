// Proof of work: the browser solves ALTCHA's puzzle (version 2) of a form while it is read through, and a machine
// that would send thousands pays for each. Without scripts, or where browsers do not calculate, the form goes without.

const LONGEST_WAIT_MS = 15_000;
const said = document.querySelector("[data-proof-said]");

const isSending = (button) => button?.name === "send" || button?.value === "send";
const field = document.querySelector("[data-challenge]");
const form = field.form;
let isSolved = false;
let waiting = null;

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derived(parameters, counter) {
  const password = new Uint8Array([...bytes(parameters.nonce), 0, 0, 0, 0]);
  new DataView(password.buffer).setUint32(password.length - 4, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
  return hex(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8));
}

async function solve(challenge) {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derived(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) return { counter, derivedKey };
  }
}

async function prove() {
  const challenge = JSON.parse(field.dataset.challenge);
  const solution = await solve(challenge);
  field.value = btoa(JSON.stringify({ challenge, solution }));
}

const proven = prove().catch(() => {}).then(() => (isSolved = true));

function stop() {
  waiting = null;
  said?.replaceChildren();
}

// Whoever goes elsewhere meanwhile does not send.
document.addEventListener("submit", (event) => {
  if (!isSending(event.submitter)) stop();
});
window.addEventListener("pagehide", stop);

// Sent sooner than it is solved: the browser says so, waits a moment, then presses the same button.
form.addEventListener("submit", (event) => {
  if (isSolved || event.defaultPrevented || !isSending(event.submitter)) return;
  event.preventDefault();
  if (waiting) return;
  const pressed = event.submitter;
  const mine = (waiting = Promise.race([proven, new Promise((over) => setTimeout(over, LONGEST_WAIT_MS))]));
  said?.replaceChildren(document.querySelector("template[data-proof-waits]").content.cloneNode(true));
  mine.then(() => {
    if (waiting !== mine) return;
    isSolved = true;
    waiting = null;
    form.requestSubmit(pressed);
  });
});
