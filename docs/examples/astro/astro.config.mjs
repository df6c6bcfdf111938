import node from "@astrojs/node";
import { defineConfig } from "astro/config";
import { LANGUAGES } from "./src/languages.js";

export default defineConfig({
  output: "server", // a page that was made beforehand would outlive the person's consent
  adapter: node({ mode: "standalone" }),
  session: false, // no cookie
  i18n: { locales: Object.keys(LANGUAGES), defaultLocale: "uk", routing: "manual" }, // for Astro.preferredLocale
  build: { inlineStylesheets: "never" }, // our policy lets nothing run or paint that stands in the page itself
  vite: { build: { assetsInlineLimit: 0 } },
});
