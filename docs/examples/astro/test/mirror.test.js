// What the site promises about people who are gone, by a clock that is ours.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { setImmediate } from "node:timers/promises";

process.env.SHOW_SECONDS = "6000"; // more than anybody may set
const { Mirror } = await import("../src/mirror.js");
const { SHOW_SECONDS } = await import("../src/settings.js");
const LANGUAGES = ["uk", "en", "crh"];
let api, mirror;

/** The API, as far as a mirror knows it: `slugs` are public, `isDown` and `hasNoList` are what can go wrong. */
function answer(address, { headers }) {
  const isList = !address.endsWith("/ids");
  api.asked += 1;
  if (api.isDown || (isList && api.hasNoList)) throw new TypeError("fetch failed");
  const tag = `"${api.slugs}"`;
  if (headers["If-None-Match"] === tag) return new Response(null, { status: 304 });
  api.told += 1;
  const items = api.slugs.map((slug) => ({ slug }));
  const body = isList ? { items, meta: { served_locale: "uk", next: null } } : { ids: api.slugs };
  return Response.json(body, { headers: { ETag: tag } });
}

async function pass({ minutes }) {
  for (let second = 0; second < minutes * 60; second += 1) {
    mock.timers.tick(1000);
    await setImmediate();
  }
}

function shown() {
  return LANGUAGES.map((language) => [...(mirror.people(language)?.keys() ?? ["unsure"])].join());
}

beforeEach(async () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  mock.method(console, "error", () => {});
  mock.method(globalThis, "fetch", async (...asked) => answer(...asked));
  api = { slugs: ["vira", "taras"], asked: 0, told: 0 };
  mirror = new Mirror({ checkSeconds: 180, showSeconds: SHOW_SECONDS });
  await mirror.watch();
});

test("people are shown in every language, and what has not changed is not sent again", async () => {
  assert.deepEqual(shown(), Array(3).fill("vira,taras"));
  assert.deepEqual([api.asked, api.told], [4, 4]);

  await pass({ minutes: 30 });
  assert.deepEqual([api.asked, api.told], [44, 4]);
  assert.deepEqual(shown(), Array(3).fill("vira,taras"));
});

test("whoever is gone is dropped though nobody visits, and though the list cannot be read", async () => {
  const kept = LANGUAGES.map((language) => mirror.people(language));
  api.slugs = ["vira"];
  api.hasNoList = true;

  await pass({ minutes: 3 });
  assert.deepEqual(kept.map((people) => [...people.keys()]), Array(3).fill(["vira"]));
});

test("nobody is shown for longer than ten minutes on a word that was not repeated", async () => {
  api.isDown = true;
  await pass({ minutes: 10 });
  assert.deepEqual(shown(), Array(3).fill("vira,taras"));

  mock.timers.tick(1);
  assert.deepEqual(shown(), Array(3).fill("unsure"));

  api.isDown = false;
  await pass({ minutes: 3 });
  assert.deepEqual(shown(), Array(3).fill("vira,taras"));
});

test("what is told of people grows no older than ten minutes either", async () => {
  api.hasNoList = true;
  await pass({ minutes: 11 });
  assert.deepEqual(shown(), Array(3).fill("unsure"));
});
