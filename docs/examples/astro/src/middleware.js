// Every page says what it may load: its own files, and what comes from us. Nothing of it is kept on the way.

import { LANGUAGES, isLanguage } from "./languages.js";
import { API } from "./settings.js";

const OURS = new URL(API).origin;
const HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src data: ${OURS}`,
    `connect-src ${OURS}`,
    "base-uri 'none'",
    "form-action 'none'", // a letter cannot be sent to this site, not even by mistake
    "frame-ancestors 'none'",
  ].join("; "),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
};

export async function onRequest({ params, preferredLocale, locals }, next) {
  const { language } = params;
  locals.language = isLanguage(language) ? language : (preferredLocale ?? Object.keys(LANGUAGES)[0]);
  const isElsewhere = language && !isLanguage(language);
  const response = isElsewhere ? await next("/404") : await next();
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
}
