// One string of the editor: its field, its version, and saving it alone.

import { post } from "../../home/saving.js";

const PAUSE_MS = 2000;
const OFFERED = ["changed", "empty", "machine", "error"];

export class EditedString {
  constructor(item, desk) {
    this.item = item;
    this.desk = desk; // what the strings of a page share, see editor.js
    this.pk = item.dataset.string;
    this.field = item.querySelector("textarea");
    this.versionInput = item.querySelector(`[name=version-${this.pk}]`);
    this.standing = this.field.value; // what the server has, or offers
    this.timer = 0;
    this.running = null;
    this.isStopped = false; // by a conflict, until who writes has chosen
    this.field.addEventListener("input", () => this.touched());
  }

  get state() {
    return this.item.dataset.state;
  }

  get isDirty() {
    return this.field.value.trim() !== this.standing.trim() && this.field.value.trim() !== "";
  }

  get conflict() {
    return this.item.querySelector(".string__conflict");
  }

  // An older text, an older draft or a machine's stands in the field, and nobody has said that it is right.
  get isOffered() {
    return OFFERED.includes(this.state) && this.field.value.trim() !== "";
  }

  touched() {
    clearTimeout(this.timer);
    this.fault("");
    if (!this.isDirty) return this.desk.unsaved.forget(this.pk), this.desk.told();
    this.desk.unsaved.keep(this.pk, this.field.value, this.versionInput.value);
    this.desk.told();
    if (!this.isStopped) this.timer = setTimeout(() => this.save(), PAUSE_MS);
  }

  // Put back what could not be saved before this page was opened; true if there was something.
  restore() {
    const found = this.desk.unsaved.of(this.pk);
    if (!found || this.field.readOnly) return false;
    if (found.text.trim() === this.standing.trim()) return this.desk.unsaved.forget(this.pk), false;
    this.field.value = found.text;
    // The version at which it was written: whoever was faster meanwhile is not overwritten. Without one it was
    // written to an older original, and whoever wrote it says whether it is right for this one.
    if (found.version) this.versionInput.value = found.version;
    else this.standing = found.text;
    return true;
  }

  // Saves are one after another: each needs the version that the one before it made.
  save() {
    clearTimeout(this.timer);
    if (this.isStopped) return Promise.resolve(false);
    this.running = (this.running ?? Promise.resolve()).then(() => this.saveNow());
    return this.running;
  }

  async saveNow() {
    if (!this.isDirty && !this.isOffered) return true;
    const text = this.field.value;
    return this.send("save", [["text", text]], (answer) => {
      this.standing = text;
      if (!this.isDirty) this.desk.unsaved.forget(this.pk);
      else this.desk.unsaved.keep(this.pk, this.field.value, answer.version);
    });
  }

  // What a button of the string does; typed text is saved first. What is typed meanwhile stays.
  async act(action, data) {
    if (this.isDirty && !(await this.save())) return false;
    const text = this.field.value;
    return this.send(action, data, (answer) => {
      this.standing = answer.text;
      if (this.field.value === text) this.field.value = answer.text;
      this.touched();
    });
  }

  async send(action, data, taken) {
    const about = [["csrfmiddlewaretoken", this.desk.token()], ["version", this.versionInput.value]];
    this.desk.sending(this);
    try {
      const [status, answer] = await post(`${this.desk.address}${this.pk}/${action}/`, [...about, ...data]);
      this.desk.reached();
      if (status !== 200) return this.refused(status, answer);
      this.fault("");
      this.versionInput.value = answer.version;
      taken(answer);
      this.show(answer.state, answer.foot);
      this.desk.taken(this);
      return true;
    } catch (error) {
      this.desk.unreached(error);
      return false;
    } finally {
      this.desk.sent(this);
    }
  }

  show(state, foot) {
    this.item.dataset.state = state;
    const shown = this.item.querySelector("[data-foot]");
    const isFocused = shown.contains(document.activeElement);
    shown.innerHTML = foot;
    if (isFocused) this.field.focus();
  }

  // The same string as another reading of the page has it.
  take(item) {
    this.versionInput.value = item.querySelector(`[name=${this.versionInput.name}]`).value;
    this.field.value = this.standing = item.querySelector("textarea").value;
    this.show(item.dataset.state, item.querySelector("[data-foot]").innerHTML);
  }

  fault(words) {
    const box = this.item.querySelector(".string__fault");
    box.textContent = words;
    box.hidden = !words;
    if (words) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }

  refused(status, answer) {
    if (status !== 409) return this.fault(answer.fault), false;
    this.isStopped = true;
    this.conflict?.remove();
    const box = document.querySelector("[data-conflict-template]").content.firstElementChild.cloneNode(true);
    const part = (name) => box.querySelector(`[data-${name}]`);
    part("fault").textContent = answer.fault;
    const isGone = answer.stands === undefined;
    part("stands").textContent = answer.stands || "—";
    for (const name of ["stands-part", "keep-mine", "take-theirs"]) part(name).hidden = isGone;
    part("carry-over").hidden = !isGone || !answer.successor;
    part("keep-mine").addEventListener("click", () => this.chosen(box, answer, this.field.value));
    part("take-theirs").addEventListener("click", () => this.chosen(box, answer, answer.stands));
    part("carry-over").addEventListener("click", () => this.carryOver(answer.successor));
    this.field.after(box);
    this.desk.refused(this);
    return false;
  }

  chosen(box, answer, text) {
    box.remove();
    this.isStopped = false;
    this.versionInput.value = answer.version;
    this.standing = answer.stands;
    this.field.value = text;
    this.field.focus();
    this.touched();
    if (this.isDirty) this.save();
  }

  // The page is older than the original: it is read anew, with the text in the field that stands there now.
  carryOver(successor) {
    this.desk.unsaved.keep(successor, this.field.value, "");
    this.desk.unsaved.forget(this.pk);
    this.desk.leave(`string-${successor}`);
  }
}
