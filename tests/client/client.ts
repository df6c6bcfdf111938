// A front end in TypeScript, with types made from openapi.json: what it does is printed as JSON for the test.

import createClient from "openapi-fetch";
import type { operations, paths } from "./schema.js";

declare const process: { argv: string[] };

type Card = operations["listPrisoners"]["responses"][200]["content"]["application/json"]["items"][number];
type Letter = operations["sendLetter"]["requestBody"]["content"]["application/json"];

const [site = "", slug = "", token = "", body = ""] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl: site });

function told<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

async function everybody(locale: string, fallback: string): Promise<{ people: Card[]; parts: number }> {
  const people: Card[] = [];
  let cursor = "";
  for (let parts = 1; ; parts += 1) {
    const query = { locale, fallback, limit: "2", cursor };
    const page = told(await api.GET("/api/v1/prisoners", { params: { query } }));
    people.push(...page.items);
    if (page.meta.next === null) return { people, parts };
    cursor = new URL(page.meta.next).searchParams.get("cursor") ?? "";
  }
}

async function write(prisoner: string): Promise<string> {
  const form = told(await api.GET("/api/v1/letters/form", { params: { query: { prisoner, locale: "en" } } }));
  const letter: Letter = {
    prisoner: form.to.slug,
    nonce: form.nonce,
    body,
    censor: "do",
    delay: "keep",
    consent: true,
  };
  return told(await api.POST("/api/v1/letters", { params: { query: { locale: "en" } }, body: letter })).code;
}

const { people, parts } = await everybody("crh", "uk,en");
const code = await write(slug);
const state = told(await api.POST("/api/v1/letters/status", { body: { code } }));
const draft = told(await api.GET("/api/v1/preview", { params: { query: { token } } }));
const refused = await api.POST("/api/v1/letters/status", { body: { code: "" } });

console.log(
  JSON.stringify({
    parts,
    slugs: people.map((person) => person.slug),
    names: [...new Set(people.flatMap((person) => person.names ?? []).map((name) => name.lang))],
    labels: [...new Set(people.map((person) => person.writing?.call.label.lang))],
    code,
    state: state.state.code,
    draft: JSON.stringify(draft),
    pointers: refused.error?.errors?.map((error) => error.pointer),
  }),
);
