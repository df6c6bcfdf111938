// "Leave this page now": the harmless page takes this one's place in the history, and nothing typed stays behind:
// each page that a form led to is asked for anew, and empty, by whoever presses Back later.

history.replaceState(null, "", location.href);

for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const form of document.forms) form.reset();
    document.body.hidden = true;
    location.replace(link.href);
  });
}
