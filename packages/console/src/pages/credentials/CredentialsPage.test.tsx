import { secretChecksum } from "@latchkey/sdk/credential-format";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Answers, fakeService, problem } from "../../testing/fake-service.ts";
import { renderInAccount } from "../../testing/render-in-account.tsx";
import { forgetLinkSecret, takeLinkSecrets } from "../shared/link-secret.ts";
import { CredentialsPage } from "./CredentialsPage.tsx";

const KEY = "lk-acme-XN95MAY0MV4X";
const TOKEN = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";
const REVEAL = "POST /v1/token-links/l1/reveal";
const BODY = `lkl_${"a".repeat(43)}`;
const SECRET = BODY + secretChecksum(BODY);

beforeAll(takeLinkSecrets);

afterEach(() => {
  forgetLinkSecret();
  history.replaceState(null, "", "/");
});

/** Opens the page by a link with a secret. */
function open(secret: string, answers: Answers = { [REVEAL]: { key: KEY, token: TOKEN } }) {
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: vi.fn(async () => undefined) } });
  const { seen } = fakeService(answers);
  history.replaceState(null, "", `/credentials/l1${secret === "" ? "" : `#${secret}`}`);
  dispatchEvent(new Event("hashchange"));
  renderInAccount(<CredentialsPage linkId="l1" />);
  return { seen };
}

const reveal = () => fireEvent.click(screen.getByRole("button", { name: "Reveal token" }));
const heading = (name: string) => screen.findByRole("heading", { level: 1, name });

test("looking consumes nothing: nobody is asked before the click", async () => {
  const { seen } = open(SECRET);
  await heading("An API token is waiting for you");
  expect(seen).toEqual([]);
});

test("a click shows key and token, once, and forgets the secret", async () => {
  const { seen } = open(SECRET);
  reveal();
  const title = await heading("Your API token");
  expect(screen.getByRole("group", { name: "API key" }).textContent).toContain(KEY);
  expect(screen.getByRole("group", { name: "API token" }).textContent).toContain(TOKEN);
  expect(screen.getByText("This secret will only be displayed once")).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(title));
  expect(seen).toEqual([{ method: "POST", path: "/v1/token-links/l1/reveal", body: { secret: SECRET } }]);
  expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, history.state])).not.toMatch(
    /lk[lt]_/,
  );
});

test("says once it is copied that the page can be closed", async () => {
  open(SECRET);
  reveal();
  await heading("Your API token");
  const [, copyToken] = screen.getAllByRole("button", { name: "Copy" });
  fireEvent.click(copyToken as HTMLElement);
  expect(await screen.findByText(/you can close this page/)).toBeTruthy();
});

test("a page that the browser keeps for who comes back shows no token", async () => {
  open(SECRET);
  reveal();
  await heading("Your API token");
  act(() => void dispatchEvent(new Event("pagehide")));
  await heading("This link isn’t complete");
  expect(document.body.textContent).not.toContain("lkt_");
});

describe("a link that opens nothing says why, and what to do", () => {
  test.each([
    [
      "used",
      problem(410, "LINK_USED", { at: "2026-11-24T11:00:00.000Z" }),
      "This link was already opened",
      /on Nov 24, 2026.*Tell whoever sent you the link at once/,
    ],
    [
      "expired",
      problem(410, "LINK_EXPIRED"),
      "This link has expired",
      /nobody has seen the token.*Ask whoever sent it/,
    ],
    ["void", problem(410, "LINK_VOID"), "This link was withdrawn", /nobody has seen the token.*Ask whoever sent it/],
    [
      "not backed",
      problem(409, "LINK_NOT_BACKED"),
      "This link can’t be opened any more",
      /may not hand out this token.*nobody has seen it.*Ask whoever sent it/,
    ],
    ["unknown", problem(404, "UNKNOWN_LINK"), "There is no such link", /Nothing was opened.*Ask whoever sent it/],
  ])("%s", async (_, answer, title, text) => {
    open(SECRET, { [REVEAL]: answer });
    reveal();
    await heading(title);
    expect(document.body.textContent).toMatch(text);
    expect(screen.queryByRole("button")).toBeNull();
  });
});

test.each([
  ["no secret", "", /loading the page again is not enough/],
  ["half a secret", SECRET.slice(0, 30), /cut off or changed/],
  ["a mistyped secret", `${SECRET.slice(0, -1)}!`, /cut off or changed/],
  ["a token in its place", TOKEN, /cut off or changed/],
  ["markup", "<img src=x onerror=alert(1)>", /cut off or changed/],
])("a link with %s isn't complete, and nobody is asked", async (_, secret, text) => {
  const { seen } = open(secret);
  await heading("This link isn’t complete");
  expect(document.body.textContent).toMatch(text);
  expect(location.hash).toBe("");
  expect(seen).toEqual([]);
});

test("what may pass can be tried again, with an honest word about what may have happened", async () => {
  let isReachable = false;
  const answer = () => {
    if (!isReachable) throw new TypeError("Failed to fetch");
    return Response.json({ key: KEY, token: TOKEN });
  };
  open(SECRET, { [REVEAL]: answer });
  reveal();
  expect((await screen.findByRole("alert")).textContent).toMatch(/can’t be reached.*the answer was lost on its way/);
  isReachable = true;
  reveal();
  await heading("Your API token");
});

test("too many attempts say how long to wait", async () => {
  const answer = () =>
    Response.json(
      { code: "TOO_MANY_ATTEMPTS", detail: "Too many." },
      { status: 429, headers: { "Retry-After": "30" } },
    );
  open(SECRET, { [REVEAL]: answer });
  reveal();
  expect((await screen.findByRole("alert")).textContent).toContain("30 seconds");
  expect(screen.getByRole("button", { name: "Reveal token" })).toBeTruthy();
});
