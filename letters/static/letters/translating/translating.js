// Saves the Russian text, or a correction of it, while it is written, and keeps it on the page until it is
// saved. Nothing of it is stored in the browser: a text of a letter must not stay on somebody's telephone.

import { LOGGED_OUT, holdUntilSent, post, renewSession } from "../../home/saving.js";
import { startSigns } from "../../home/signs.js";

const PAUSE_MS = 1500;
const RETRY_MS = 5000;

const form = document.querySelector("form[data-translating]");

// --- Saving ----------------------------------------------------------------------------------------

function start() {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const words = part("words").dataset;
  const rows = () => [...form.querySelectorAll("textarea[name=row]")];
  const input = (name) => form.elements[name];
  let isDirty = false;
  let isSaving = false;
  let saving = null; // what a button waits for that is pressed meanwhile
  let isStopped = false; // by a conflict, until who writes has chosen
  let isLeaving = false;
  let timer = 0;

  function tell(text, isUnsaved = true) {
    const state = part("state");
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("is-unsaved", isUnsaved);
  }

  function saveIn(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function touched() {
    isDirty = true;
    if (isStopped) return;
    tell(words.typing);
    saveIn(PAUSE_MS);
  }

  async function save() {
    if (isSaving || isStopped) return false;
    saving = send();
    return saving;
  }

  async function send() {
    clearTimeout(timer);
    isSaving = true;
    isDirty = false;
    tell(words.saving);
    try {
      const [status, answer] = await post(form.action, new FormData(form));
      isSaving = false;
      return status === 200 ? saved(answer) : refused(status, answer);
    } catch (error) {
      isSaving = false;
      isDirty = true;
      if (error.message === LOGGED_OUT) await ended();
      else tell(words.offline);
      saveIn(RETRY_MS);
      return false;
    }
  }

  async function ended() {
    const hasSession = await renewSession(form);
    part("login").hidden = hasSession;
    if (!hasSession) tell(words.ended);
  }

  function saved(answer) {
    input("text_version").value = answer.text_version;
    part("login").hidden = true;
    if (answer.remarks) showRemarks(answer.remarks);
    tell(isDirty ? words.typing : `${words.saved} ${answer.saved}`, isDirty);
    if (isDirty) saveIn(PAUSE_MS);
    return !isDirty;
  }

  // What is typed as a reason stays, and so does the cursor.
  function showRemarks(html) {
    const box = part("remarks");
    const typed = new Map([...box.querySelectorAll("input")].map((each) => [each.name, each.value]));
    const focused = box.contains(document.activeElement) ? document.activeElement.name : "";
    if (focused) return;
    box.innerHTML = html;
    for (const each of box.querySelectorAll("input")) {
      if (typed.get(each.name)) each.value = typed.get(each.name);
    }
  }

  // What is dropped is not saved first.
  function drop() {
    clearTimeout(timer);
    isLeaving = true;
  }

  function refused(status, answer) {
    isDirty = true;
    tell(answer.fault ? `${words.refused} ${answer.fault}` : words.refused);
    if (answer.stands === undefined) return false;
    isStopped = true;
    const conflict = part("conflict");
    conflict.hidden = false;
    conflict.stands = answer;
    part("fault").textContent = answer.fault;
    part("stands").textContent = answer.stands || "—";
    conflict.focus();
    return false;
  }

  part("keep-mine").addEventListener("click", async () => {
    const { version, text_version } = part("conflict").stands;
    const isOriginalNew = String(version) !== input("version").value;
    input("version").value = version;
    input("text_version").value = text_version;
    isStopped = false;
    part("conflict").hidden = true;
    if ((await save()) && isOriginalNew) location.reload();
  });

  part("take-theirs").addEventListener("click", () => {
    const { version, text_version, rows: theirs } = part("conflict").stands;
    part("mine").textContent = rows().map((row) => row.value).join("\n\n");
    part("mine-part").hidden = false;
    rows().forEach((row, number) => { row.value = theirs[number] ?? ""; });
    input("version").value = version;
    input("text_version").value = text_version;
    isStopped = false;
    isDirty = false;
    part("take-theirs").hidden = true;
    part("keep-mine").hidden = true;
    rows()[0].focus();
  });

  form.addEventListener("input", touched);
  holdUntilSent(() => isDirty && !isLeaving, save);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  });
  // Every button saves first: a page that cannot be reached would take the text with it.
  form.addEventListener("submit", async (event) => {
    if (isLeaving) return;
    const { submitter } = event;
    if (submitter?.matches("[data-drop]")) return drop();
    event.preventDefault();
    await saving;
    const isDone = await save();
    if (isDone && submitter && !submitter.matches("[data-save]")) {
      isLeaving = true;
      form.requestSubmit(submitter);
    }
  });
}

startSigns("textarea[name=row]");
if (form) start();
