// The camera of a telephone reads the codes of a manifest one after the other; without it the form does the same.
// Each code is sent by itself and answered in a line of the list. What finds no answer is kept in the field.

const PAUSE_MS = 150;
// A code that stays in view is read once; shown again after so long, it is asked about again.
const SAME_AGAIN_MS = 3000;
const WIDEST = 1000; // pixels looked at: more only takes longer

const box = document.querySelector("[data-scan]");
const form = document.querySelector("[data-scan-form]");
const frame = document.querySelector("[data-scan-frame]");
const video = document.querySelector("[data-scan-video]");
const said = document.querySelector("[data-scan-said]");
const results = document.querySelector("[data-scan-results]");
const start = document.querySelector("[data-scan-start]");
const stop = document.querySelector("[data-scan-stop]");
const seen = new Map();
let stream = null;

async function detector() {
  const formats = (await window.BarcodeDetector?.getSupportedFormats()) ?? [];
  if (!formats.includes("qr_code")) return null;
  const own = new BarcodeDetector({ formats: ["qr_code"] });
  return async () => (await own.detect(video)).map((found) => found.rawValue);
}

async function decoder() {
  await import(box.dataset.decoder);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = self.jsQR(data, width, height, { inversionAttempts: "dontInvert" });
    return found?.data ? [found.data] : [];
  };
}

function say(text, mark = "") {
  said.textContent = text;
  frame.classList.toggle("is-done", mark === "done");
  frame.classList.toggle("is-refused", mark === "refused");
}

function keep(code) {
  const lines = form.elements.codes.value.split("\n").filter(Boolean);
  if (!lines.includes(code)) form.elements.codes.value = [...lines, code, ""].join("\n");
}

function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const lines = [...answer.querySelectorAll("[data-said]")];
  const list = results.querySelector("ul") ?? results.appendChild(answer.querySelector("ul"));
  list.prepend(...lines);
  const fine = lines.every((line) => line.matches(".scan-line--done, .scan-line--already, .scan-line--group"));
  say(lines.map((line) => line.dataset.said).join(". "), fine ? "done" : "refused");
}

async function send(code) {
  const data = new FormData(form);
  data.set("codes", code);
  data.set("nonce", crypto.randomUUID());
  try {
    // An answer that leads to the log-in page is none.
    const answer = await fetch(form.dataset.one, { method: "POST", body: data, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.text());
  } catch {
    keep(code);
    say(box.dataset.wordsKept, "refused");
  }
}

async function take(code) {
  const last = seen.get(code) ?? -Infinity;
  seen.set(code, performance.now());
  if (performance.now() - last < SAME_AGAIN_MS) return;
  if (box.dataset.mode === "post") return send(code);
  keep(code);
  say(`${code}. ${box.dataset.wordsAdded}`, "done");
}

async function watch(read) {
  const mine = stream;
  while (stream === mine) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) for (const code of await read()) await take(code);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function turn(isOn) {
  frame.hidden = stop.hidden = !isOn;
  start.hidden = isOn;
  (isOn ? stop : start).focus();
}

async function turnOn() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    video.srcObject = stream;
    await video.play();
    turn(true);
    say(box.dataset.wordsLooking);
    await watch((await detector()) ?? (await decoder()));
  } catch {
    turnOff();
    say(box.dataset.wordsNone);
    form.elements.codes.focus();
  }
}

function turnOff() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = video.srcObject = null;
  turn(false);
}

box.hidden = !navigator.mediaDevices?.getUserMedia;
start.addEventListener("click", turnOn);
stop.addEventListener("click", turnOff);
addEventListener("pagehide", () => stream && turnOff());
