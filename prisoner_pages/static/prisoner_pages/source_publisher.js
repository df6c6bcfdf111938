// Beside the address of a source its publisher is suggested, once the address is typed: known by its host.
// Without this the suggestion stands there when the record is opened again.

const OF = "data-publisher-of";

async function suggest(address) {
  const publisher = document.getElementById(address.id.replace(/-url$/, "-publisher"));
  if (!publisher?.hasAttribute(OF)) return;
  const typed = new URLSearchParams({ url: address.value });
  const answer = await fetch(`${publisher.dataset.publisherFrom}?${typed}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  publisher.placeholder = (await answer.json()).publisher;
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("input[id^='id_sources-'][id$='-url']")) suggest(event.target).catch(() => {});
});
