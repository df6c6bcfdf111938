// The chosen picture: turned upright, made small and without its metadata on the writer's own device, and shown as
// paper will show it. Without this the server does the same, when its button is pressed.

const box = document.querySelector("[data-drawing]");
const maxBytes = Number(box.dataset.maxBytes);
// [longest side in pixels, quality in per cent], tried in turn.
const steps = JSON.parse(box.dataset.steps);
const field = document.getElementById("id_drawing");
const shown = box.querySelector("[data-drawing-shown]");
const state = box.querySelector("[data-drawing-state]");
const drop = box.querySelector("[name=drop]");
const look = box.querySelector("[name=show]");
const kept = field.form.querySelector("[name=kept_drawing]");
let choice = 0;
let pending = null;
let small = null;
let pressed = null;

function say(now) {
  const words = box.querySelector(`template[data-drawing-said="${now}"]`);
  state.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
}

function drawn(bitmap, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const asJpeg = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

// Returns [canvas, JPEG]; throws where this browser cannot decode the file.
async function shrunk(file) {
  const bitmap = await createImageBitmap(file);
  let found;
  for (const [side, quality] of steps) {
    const canvas = drawn(bitmap, side);
    found = [canvas, await asJpeg(canvas, quality / 100)];
    if (found[1].size <= maxBytes) break;
  }
  bitmap.close();
  return found;
}

function show(picture) {
  shown.querySelector(".drawing__print")?.remove();
  shown.hidden = !picture;
  drop.hidden = !picture && !field.files.length;
  if (!picture) return;
  picture.className = "drawing__print";
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-labelledby", "drawing-caption");
  shown.prepend(picture);
}

async function take() {
  const mine = ++choice;
  const file = field.files[0];
  if (kept) kept.value = "";
  small = null;
  show(null);
  look.hidden = true;
  say(file ? "working" : "");
  if (!file) return;
  try {
    const [canvas, jpeg] = await shrunk(file);
    if (mine !== choice) return;
    small = jpeg;
    show(canvas);
    say("shown");
  } catch {
    if (mine !== choice) return;
    // The server reads more than some browsers do.
    look.hidden = false;
    say("unread");
  }
}

function sendNow() {
  const button = pressed;
  pressed = null;
  if (button) field.form.requestSubmit(button);
}

function begin() {
  const mine = (pending = take().finally(() => {
    if (pending === mine) pending = null;
  }));
}

// Telephones keep photos in formats that only some browsers read: those that do may send them.
field.accept = "image/*";
look.hidden = true;
field.addEventListener("change", begin);
// Gone back to, the browser may still hold the file.
window.addEventListener("pageshow", () => field.files.length && shown.hidden && begin());
drop.addEventListener("click", (event) => {
  event.preventDefault();
  field.value = "";
  begin();
  field.focus();
});
// The field keeps the file that was chosen, which a browser may give back after Back; what is sent is the small one.
field.form.addEventListener("formdata", (event) => {
  if (small) event.formData.set(field.name, small, "drawing.jpg");
});
// Sent before the picture is small: it waits, so that what lies in the file beside the picture does not go out.
// The last press counts; whoever goes elsewhere meanwhile sends nothing.
field.form.addEventListener("submit", (event) => {
  if (!pending) return;
  event.preventDefault();
  if (!pressed) pending.then(sendNow);
  pressed = event.submitter;
});
document.addEventListener("submit", (event) => {
  if (event.target !== field.form) pressed = null;
});
window.addEventListener("pagehide", () => (pressed = null));
