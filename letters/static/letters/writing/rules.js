// What stands beside the field is open where there is room, and folded above it where there is none; so are words to pupils and about languages.

function fold(parts, room) {
  const { matches } = matchMedia(`(min-width: ${room})`);
  for (const part of document.querySelectorAll(parts)) part.open = matches;
}

fold(".step__beside details", "64rem");
fold(".class-words, .languages", "40rem");
