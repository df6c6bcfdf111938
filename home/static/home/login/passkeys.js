// Says where it can be read that a passkey was not taken; allauth's script tells the console alone.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
