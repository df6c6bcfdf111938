// What differs from one installation to the next; read when the site starts.

const { env } = process;
const LONGEST_SECONDS = 600; // nobody is shown longer than this on a word of ours that was not repeated

export const API = env.LETTERS_API ?? "http://localhost:8000/api/v1";
export const KEY = env.LETTERS_KEY ?? ""; // publishable; without one, letters are written on our site
export const CHECK_SECONDS = Number(env.CHECK_SECONDS ?? 180);
export const SHOW_SECONDS = Math.min(Number(env.SHOW_SECONDS ?? LONGEST_SECONDS), LONGEST_SECONDS);
