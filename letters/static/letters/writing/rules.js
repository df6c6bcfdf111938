// What stands beside the field is open where there is room, and folded above it where there is none.

const hasRoom = matchMedia("(min-width: 64rem)").matches;
for (const part of document.querySelectorAll(".step__beside details")) part.open = hasRoom;
