// At an event the tablet goes from hand to hand: Back neither shows nor sends again what a guest wrote.

// What a form led to becomes a page like any other: gone back to, it is asked for anew, without the form.
history.replaceState(null, "", location.href);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
