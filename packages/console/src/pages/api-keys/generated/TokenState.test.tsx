import { expect, test } from "vitest";
import { stopClockAtNoon } from "../../../testing/at-noon.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { generatedKey, newToken, oldToken, waitingLink } from "../../../testing/sample-data.ts";
import { TokenState } from "./TokenState.tsx";

stopClockAtNoon();

function textOf(tokens: (typeof generatedKey)["tokens"]): string {
  renderInAccount(<TokenState generatedKey={{ ...generatedKey, tokens }} />);
  return document.body.textContent ?? "";
}

test("a key with one token that works has nothing to say", () => {
  expect(textOf([oldToken])).toBe("");
});

test("an open renewal says age and last use of both tokens", () => {
  const text = textOf([oldToken, newToken]);
  expect(text).toContain("Pending deletion - Old token");
  expect(text).toContain("Old made 5 months ago; used 4 minutes ago from 203.0.113.9");
  expect(text).toContain("New made 2 days ago; not used yet");
});

test("an open renewal whose link waits says how long, and that the old token goes with its opening", () => {
  const text = textOf([oldToken, { ...newToken, link: { ...waitingLink, completesRenewal: true } }]);
  expect(text).toContain("link not opened yet, expires in 21 hours");
  expect(text).toContain("The old one is deleted once the link is opened.");
});

test.each([
  ["2026-11-25T09:00:00.000Z", "link not opened yet, expires in 21 hours"],
  ["2026-11-24T11:59:59.000Z", "link expired"],
])("a first token waits behind its link until %s", (expiresAt, words) => {
  expect(textOf([{ ...oldToken, link: { ...waitingLink, expiresAt } }])).toBe(words);
});

test("a key whose first link ended unopened has no token, and a way to one", () => {
  expect(textOf([])).toMatch(/No token.*Renew token makes another/);
});
