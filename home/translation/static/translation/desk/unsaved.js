// Texts that are not saved yet, kept in this browser for the person who wrote them, only until they are saved.

const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;

export function unsavedOf(person) {
  const nameOf = (string) => `desk:${person}:${string}`;

  // A browser may forbid storage or have none left: then the text stays on the page alone.
  function tried(act) {
    try {
      return act();
    } catch {
      return null;
    }
  }

  function read(name) {
    const found = JSON.parse(localStorage.getItem(name) ?? "null");
    if (found && Date.now() - found.at < LONGEST_MS) return found;
    localStorage.removeItem(name);
    return null;
  }

  return {
    keep: (string, text, version) =>
      tried(() => localStorage.setItem(nameOf(string), JSON.stringify({ text, version, at: Date.now() }))),
    of: (string) => tried(() => read(nameOf(string))),
    forget: (string) => tried(() => localStorage.removeItem(nameOf(string))),
  };
}
