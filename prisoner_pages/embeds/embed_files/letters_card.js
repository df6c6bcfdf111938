// <letters-card>: a card of Letters to Free Crimea on any page, as high as what stands in it.
//
//   <letters-card language="en" partner="zmina" kind="person" name="a-person">
//     <a href="…">what is shown where scripts are off</a>
//   </letters-card>
//
// It makes one frame and listens to that frame alone. Nothing is stored, nothing is read from the page.

const HERE = new URL(import.meta.url).origin;
const PARTS = ["language", "partner", "kind", "name"];
const LABEL = "Letters to Free Crimea";
const LOWEST = 80;
const HIGHEST = 2400;

class LettersCard extends HTMLElement {
  static observedAttributes = [...PARTS, "label"];

  #frame = null;

  #listen = (event) => {
    if (event.origin !== HERE || event.source !== this.#frame?.contentWindow) return;
    const height = Number(event.data?.lettersCardHeight);
    if (height > 0) this.#frame.style.blockSize = `${Math.min(Math.max(height, LOWEST), HIGHEST)}px`;
  };

  connectedCallback() {
    addEventListener("message", this.#listen);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#listen);
  }

  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && this.#frame && before !== after) this.#show();
  }

  #show() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const frame = document.createElement("iframe");
    frame.src = this.#address();
    frame.title = this.getAttribute("label") || LABEL;
    frame.referrerPolicy = "no-referrer";
    Object.assign(frame.style, { display: "block", inlineSize: "100%", blockSize: "26rem", border: "0" });
    this.style.display = "block";
    this.#frame = frame;
    root.replaceChildren(frame);
  }

  #address() {
    const words = PARTS.map((part) => this.getAttribute(part)?.trim()).filter(Boolean).map(encodeURIComponent);
    const [language, ...rest] = words;
    return `${HERE}/${language}/embed/${rest.join("/")}/?sized`;
  }
}

if (!customElements.get("letters-card")) customElements.define("letters-card", LettersCard);
