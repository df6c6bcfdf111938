// What somebody has chosen in this browser. One that stores nothing keeps it as long as the page is open.

const here = new Map();

export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return here.get(name);
  }
}

export function remember(name, value) {
  here.set(name, value);
  try {
    localStorage.setItem(name, value);
  } catch {}
}
