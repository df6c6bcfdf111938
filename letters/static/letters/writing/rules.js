// Open where there is room, folded where there is none: the rules, words to pupils and about languages.

function fold(parts, room) {
  const { matches } = matchMedia(`(min-width: ${room})`);
  for (const part of document.querySelectorAll(parts)) part.open = matches;
}

fold(".step__beside details", "64rem");
fold(".class-words, .languages", "40rem");
