// The rules stand open beside the field where there is room, and folded above it where there is none.

document.querySelector("details.rules").open = matchMedia("(min-width: 64rem)").matches;
