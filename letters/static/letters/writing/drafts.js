// Drafts of letters, kept by the writer's own browser and sent nowhere: in this tab by themselves, on the device
// for seven days where the writer ticks it. Only the text, and for whom; never a name, an address or a drawing.

const PREFIX = "letter:";
const SENDING = "letter-sending";
const LIFE_MS = 7 * 24 * 60 * 60 * 1000;

const tab = opened("sessionStorage");
const device = opened("localStorage");

// A browser may forbid storage, or have none left: then the letter stands on the page alone.
function tried(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

function opened(store) {
  return tried(() => window[store]);
}

function onDevice(key) {
  const kept = tried(() => JSON.parse(device.getItem(key)));
  if (kept?.until > Date.now()) return kept.text;
  device?.removeItem(key);
  return null;
}

export const textOf = (person) => tried(() => tab.getItem(PREFIX + person)) ?? onDevice(PREFIX + person) ?? "";
export const isOnDevice = (person) => onDevice(PREFIX + person) !== null;

// Returns whether the text is where it was to be.
export function keep(person, text, isForDevice) {
  if (!text) return forget(person), true;
  const inTab = tried(() => (tab.setItem(PREFIX + person, text), true));
  if (!isForDevice) return device?.removeItem(PREFIX + person), inTab;
  const kept = JSON.stringify({ text, until: Date.now() + LIFE_MS });
  return tried(() => (device.setItem(PREFIX + person, kept), true));
}

// “Send” was pressed, and the page with the code never came: the letter may have arrived all the same.
export const mayHaveArrived = (person) => tried(() => tab.getItem(SENDING)) === person;

export function forget(person) {
  for (const store of [tab, device]) store?.removeItem(PREFIX + person);
}

// The page with the code: the letter that led to it is a draft no longer.
export function forgetSent() {
  const person = tried(() => tab.getItem(SENDING));
  if (person === null) return;
  forget(person);
  tab.removeItem(SENDING);
}

// At each step: what is over goes, and whose letter is being sent is noted for the page with the code.
for (const key of Object.keys(device ?? {})) if (key.startsWith(PREFIX)) onDevice(key);
const form = document.querySelector("form[data-person]");
// Heard last, when others on the page have held the press back or not.
window.addEventListener("submit", (event) => {
  if (event.target !== form || event.submitter?.name !== "send" || event.defaultPrevented) return;
  tried(() => tab.setItem(SENDING, form.dataset.person));
});
