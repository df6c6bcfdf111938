// Shows how far a long work is while it goes on, and its whole page when that is over. Without scripts: a link.

const PAUSE_MS = 2000;
const shown = document.querySelector("[data-progress]");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-progress]");
  if (!fresh || fresh.dataset.progress !== shown.dataset.progress) {
    location.replace(location.href);
    return false;
  }
  const count = fresh.querySelector("[role=status]");
  const bar = fresh.querySelector("progress");
  if (count) shown.querySelector("[role=status]").textContent = count.textContent;
  if (bar) shown.querySelector("progress").value = bar.value;
  return true;
}

async function watch() {
  while (await look().catch(() => true)) await new Promise((done) => setTimeout(done, PAUSE_MS));
}

watch();
