// The camera of a telephone reads the codes of a manifest one after the other; without it the form does the same.
// Each code is sent by itself and answered in a line of the list. What finds no answer is kept in the field.

import { Trouble, ask, readerOf } from "./codes_in_view.js";

// A code that stays in view is read once; shown again after so long, it is asked about again.
const SAME_AGAIN_MS = 3000;
const AFTER_TROUBLE_MS = 3000;

const box = document.querySelector("[data-scan]");
const form = document.querySelector("[data-scan-form]");
const frame = document.querySelector("[data-scan-frame]");
const video = document.querySelector("[data-scan-video]");
const said = document.querySelector("[data-scan-said]");
const results = document.querySelector("[data-scan-results]");
const start = document.querySelector("[data-scan-start]");
const stop = document.querySelector("[data-scan-stop]");
const words = box.dataset;
const seen = new Map();
let stream = null;

const askServer = (address, body) => ask(address, body, form.elements.csrfmiddlewaretoken.value);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
    show(await askServer(form.dataset.one, data));
  } catch (trouble) {
    keep(code);
    say(words.kept, "refused");
    if (trouble.isOver) throw trouble;
  }
}

async function take(code) {
  const last = seen.get(code) ?? -Infinity;
  seen.set(code, performance.now());
  if (performance.now() - last < SAME_AGAIN_MS) return;
  if (words.mode === "post") return send(code);
  keep(code);
  say(`${code}. ${words.added}`, "done");
}

async function watch({ read, everyMs }) {
  const mine = stream;
  let isTroubled = false;
  while (stream === mine) {
    const next = pause(everyMs);
    try {
      const codes = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await read() : [];
      if (stream !== mine) return;
      if (isTroubled) say(words.looking);
      isTroubled = false;
      for (const code of codes) await take(code);
    } catch (trouble) {
      if (stream !== mine) return;
      if (!(trouble instanceof Trouble) || trouble.isOver) throw trouble;
      isTroubled = true;
      say(words[trouble.message] ?? trouble.message, "refused");
      await pause(AFTER_TROUBLE_MS);
    }
    await next;
  }
}

function turn(isOn) {
  frame.hidden = stop.hidden = !isOn;
  start.hidden = isOn;
  (isOn ? stop : start).focus();
}

async function turnOn() {
  start.disabled = true; // pressed twice, a second camera would stay on unseen
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    if (document.hidden) return turnOff(); // allowed by who had left meanwhile
    stream.getVideoTracks()[0].addEventListener("ended", () => turnOff(words.none));
    video.srcObject = stream;
    await video.play();
    turn(true);
    say(words.looking);
    await watch(await readerOf(video, (picture) => askServer(form.dataset.frames, picture)));
  } catch (trouble) {
    const why = trouble.name === "NotAllowedError" ? "refused" : trouble instanceof Trouble ? trouble.message : "none";
    turnOff(words[why] ?? why);
    form.elements.codes.focus();
  }
}

function turnOff(why = words.off) {
  stream?.getTracks().forEach((track) => track.stop());
  stream = video.srcObject = null;
  start.disabled = false;
  turn(false);
  say(why);
}

box.hidden = !navigator.mediaDevices?.getUserMedia;
start.addEventListener("click", turnOn);
stop.addEventListener("click", () => turnOff());
addEventListener("pagehide", () => stream && turnOff());
document.addEventListener("visibilitychange", () => document.hidden && stream && turnOff(words.off));
