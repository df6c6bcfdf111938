// From a camera to what the codes before it say, by one of two roads: the browser's own reader of codes, or
// small pictures for our server, which reads them and keeps nothing. And how the scanning page asks that server.

const GLANCE_MS = 150;
const PICTURE_MS = 500; // from one picture to the next, and never before the last is answered
const PATIENCE_MS = 10_000;
const LONGEST_SIDE = 640; // dots: what most cameras give, and all that letters/posting/camera_reader.py takes
const QUALITY = 0.6;

// Why there is no answer: "silent", "ended" or the server's own words. Once over, asking again does not help.
export class Trouble extends Error {
  constructor(why, isOver = false) {
    super(why);
    this.isOver = isOver;
  }
}

export async function ask(address, body, token) {
  const request = { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" };
  let answer, text;
  try {
    answer = await fetch(address, { ...request, signal: AbortSignal.timeout?.(PATIENCE_MS) });
    text = await answer.text();
  } catch {
    throw new Trouble("silent");
  }
  if (answer.ok) return text;
  // Who is logged out is led to the log-in page; who logged in anew sends the token of an older form.
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Trouble("ended", true);
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  throw new Trouble(isJson ? JSON.parse(text).fault : "silent", answer.status < 500 && answer.status !== 429);
}

// Returns how to read what the video shows now, and how often.
export async function readerOf(video, askServer) {
  const formats = (await window.BarcodeDetector?.getSupportedFormats()) ?? [];
  if (!formats.includes("qr_code")) return { everyMs: PICTURE_MS, read: () => readByServer(video, askServer) };
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const read = async () => (await detector.detect(video)).map((found) => found.rawValue);
  return { everyMs: GLANCE_MS, read };
}

async function readByServer(video, askServer) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return JSON.parse(await askServer(picture)).codes;
}
