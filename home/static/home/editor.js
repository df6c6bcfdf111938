// An editor's form opens where it was when it was saved: at the same tab and the same height. Without this the
// buttons inside the tabs lead back to their tab.

const SAVED = "form-saved-at";
const LONGEST_MS = 1500; // until its parts have their heights
const LONGEST_SAVE_MS = 10_000;
const form = document.querySelector("form[data-edit-form]");
const main = document.querySelector("main"); // scrolls where the menu stays beside it

function left() {
  try {
    const [path, height] = JSON.parse(sessionStorage.getItem(SAVED));
    sessionStorage.removeItem(SAVED);
    return path === location.pathname ? height : 0;
  } catch {
    return 0;
  }
}

const reached = () => Math.max(scrollY, main.scrollTop);

function returnTo(height, until = performance.now() + LONGEST_MS) {
  for (const each of [window, main]) each.scrollTo({ top: height, behavior: "instant" });
  if (Math.abs(reached() - height) > 1 && performance.now() < until) requestAnimationFrame(() => returnTo(height, until));
}

let waitedFor = null; // in vain

// What is being saved by itself may come to be stored after what a button sends, and is older: the button waits.
async function waitForSave(event) {
  const autosave = window.wagtail?.app.getControllerForElementAndIdentifier(form, "w-autosave");
  const saving = autosave?.submitPromise;
  if (!saving || saving === waitedFor) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  await Promise.race([saving, new Promise((over) => setTimeout(over, LONGEST_SAVE_MS))]);
  waitedFor = autosave.submitPromise && saving;
  if (!submitter) return form.requestSubmit();
  const { disabled } = submitter; // as Wagtail makes what is pressed; but then its name would not be sent
  submitter.disabled = false;
  form.requestSubmit(submitter);
  submitter.disabled = disabled;
}

if (form) {
  form.addEventListener("submit", waitForSave, { capture: true });
  form.addEventListener("submit", () => {
    form.action = form.action.split("#")[0] + location.hash;
    try {
      sessionStorage.setItem(SAVED, JSON.stringify([location.pathname, reached()]));
    } catch {}
  });
  const height = left();
  const isRefused = document.querySelector(".error-message, .w-field__errors .error-message");
  if (height && !isRefused) addEventListener("load", () => {
    // What became of it is said at the top, and so comes along.
    document.querySelector(".messages")?.classList.add("is-in-sight");
    returnTo(height);
  });
}
