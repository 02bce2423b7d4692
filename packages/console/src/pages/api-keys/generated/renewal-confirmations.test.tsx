import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import { stopClockAtNoon } from "../../../testing/at-noon.ts";
import { type Answers, fakeService, problem } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { generatedKey, newToken, oldToken, waitingLink } from "../../../testing/sample-data.ts";
import { useRenewalConfirmations } from "./use-renewal-confirmations.tsx";

stopClockAtNoon();

const ONE = `/v1/accounts/acme/api-keys/${generatedKey.key}`;
const LINKS = "GET /v1/accounts/acme/token-links";
const renewal: GeneratedKey = { ...generatedKey, tokens: [oldToken, newToken] };
const unopened: GeneratedKey = { ...generatedKey, tokens: [oldToken, { ...newToken, link: waitingLink }] };
const openedLink = {
  purpose: "renewal",
  openedAt: "2026-11-24T10:00:00.000Z",
  openedFrom: "198.51.100.7",
};
const links = (...items: object[]) => ({ items, nextCursor: null, total: items.length });
const gone = () => new Response(null, { status: 204 });

type Question = "deleteOldToken" | "undoRenewal" | "voidLink";

/** Asks about a key of the list. What the service has meanwhile is `now`. */
async function ask(question: Question, key: GeneratedKey, answers: Answers = {}, now = key) {
  const { seen } = fakeService({ [`GET ${ONE}`]: now, [LINKS]: links(openedLink), ...answers });
  function Asker() {
    const asked = useRenewalConfirmations();
    return <button onClick={() => asked[question](key)}>ask</button>;
  }
  renderInAccount(<Asker />);
  fireEvent.click(screen.getByText("ask"));
  const dialog = await screen.findByRole("alertdialog");
  return { dialog, seen, press: (name: string) => fireEvent.click(screen.getByRole("button", { name })) };
}

test("deleting the old token warns that it was used in the last 24 hours, and says from where", async () => {
  const { dialog, seen, press } = await ask("deleteOldToken", renewal, {
    [`POST ${ONE}/renewal/complete`]: { ...generatedKey, tokens: [{ ...newToken, state: "current" }] },
  });
  expect(dialog.textContent).toContain("The old token was used 4 minutes ago from 203.0.113.9");
  expect(dialog.textContent).toContain("made 5 months ago, stops working at once and for ever");
  expect(dialog.textContent).toContain("3 other accounts");
  press("Delete");
  expect(await screen.findByText("The old token of ERP was deleted")).toBeTruthy();
  expect(seen.find(({ method }) => method === "POST")?.body).toEqual({ when: "opened" });
});

test.each([
  ["2026-11-23T12:00:00.001Z", true],
  ["2026-11-23T12:00:00.000Z", false],
  [null, false],
])("last used %s: warned is %s", async (lastUsedAt, isWarned) => {
  const key = { ...renewal, tokens: [{ ...oldToken, lastUsedAt, lastNetwork: null }, newToken] };
  const { dialog } = await ask("deleteOldToken", key);
  expect(dialog.textContent?.includes("Something still uses it")).toBe(isWarned);
});

test("deleting the old token looks at its use anew: the list may have been open for long", async () => {
  const stale = { ...renewal, tokens: [{ ...oldToken, lastUsedAt: null, lastNetwork: null }, newToken] };
  const { dialog } = await ask("deleteOldToken", stale, {}, renewal);
  await waitFor(() => expect(dialog.textContent).toContain("used 4 minutes ago from 203.0.113.9"));
});

test("rule 3: while the link waits, the old token is deleted once it is opened", async () => {
  const { dialog, press } = await ask("deleteOldToken", unopened, { [`POST ${ONE}/renewal/complete`]: unopened });
  expect(dialog.textContent).toContain("If the link is never opened, the old token stays.");
  press("Delete once opened");
  expect(await screen.findByText("The old token of ERP will be deleted once the link is opened")).toBeTruthy();
});

test("undoing a renewal says who may have the new token already", async () => {
  const used = {
    ...renewal,
    tokens: [oldToken, { ...newToken, lastUsedAt: "2026-11-24T11:50:00.000Z", lastNetwork: "198.51.100.7" }],
  };
  const { dialog, seen, press } = await ask("undoRenewal", used, { [`DELETE ${ONE}/renewal`]: gone });
  await waitFor(() => expect(dialog.textContent).toMatch(/opened on Nov 24, 2026.* from 198\.51\.100\.7/));
  expect(dialog.textContent).toContain("New token: used 10 minutes ago from 198.51.100.7.");
  press("Undo");
  expect(await screen.findByText("The renewal of ERP was undone")).toBeTruthy();
  expect(seen.some(({ method }) => method === "DELETE")).toBe(true);
});

test("undoing a renewal whose link waits says that nobody has the new token", async () => {
  const { dialog } = await ask("undoRenewal", unopened);
  expect(dialog.textContent).toContain("nobody has the new token, and the link becomes void");
});

test("undoing a renewal that was made without a link says who got the token", async () => {
  const { dialog } = await ask("undoRenewal", renewal, { [LINKS]: links({ ...openedLink, purpose: "first" }) });
  await waitFor(() => expect(dialog.textContent).toContain("handed out without a link"));
});

test.each([
  ["of a renewal", unopened, /undoes the renewal.*its old token goes on working/],
  ["to a first token", { ...generatedKey, tokens: [{ ...oldToken, link: waitingLink }] }, /without a token/],
])("making a link %s void says what that means", async (_, key, text) => {
  const { dialog, press } = await ask("voidLink", key, { "DELETE /v1/token-links/l1": gone });
  expect(dialog.textContent).toMatch(text);
  press("Void link");
  expect(await screen.findByText("The link to the token of ERP was made void")).toBeTruthy();
});

test("stays open and says why where somebody was faster", async () => {
  const { press } = await ask("voidLink", unopened, { "DELETE /v1/token-links/l1": problem(410, "LINK_USED") });
  press("Void link");
  expect((await screen.findByRole("alert")).textContent).toContain("has been opened already");
});
