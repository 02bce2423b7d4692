import { secretChecksum } from "@latchkey/sdk/credential-format";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Answers, fakeService, problem } from "../../testing/fake-service.ts";
import { renderInAccount } from "../../testing/render-in-account.tsx";
import { forgetLinkSecret, takeLinkSecrets } from "../shared/link-secret.ts";
import { ResetPage } from "./ResetPage.tsx";

const LOOK_UP = "POST /v1/password-resets/r1/look-up";
const USE = "POST /v1/password-resets/r1/use";
const BODY = `lkr_${"a".repeat(43)}`;
const SECRET = BODY + secretChecksum(BODY);
const offer = { email: "nora@acme.example", expiresAt: "2026-12-01T12:00:00.000Z" };
const PASSWORD = "a password of her own";

beforeAll(takeLinkSecrets);

afterEach(() => {
  forgetLinkSecret();
  history.replaceState(null, "", "/");
});

function open(answers: Answers, secret = SECRET) {
  const { seen } = fakeService(answers);
  history.replaceState(null, "", `/reset/r1#${secret}`);
  dispatchEvent(new Event("hashchange"));
  renderInAccount(<ResetPage resetId="r1" />);
  return { seen };
}

const heading = (name: string) => screen.findByRole("heading", { level: 1, name });

async function choose(password: string): Promise<void> {
  fireEvent.change(await screen.findByLabelText("New password"), { target: { value: password } });
  fireEvent.click(screen.getByRole("button", { name: "Set password" }));
}

test("sets the password, says so, and goes on to signing in", async () => {
  const { seen } = open({ [LOOK_UP]: offer, [USE]: () => new Response(null, { status: 204 }) });
  await heading("Choose a new password");
  expect(await screen.findByText(/For nora@acme\.example/)).toBeTruthy();
  expect(location.hash).toBe("");
  await choose(PASSWORD);
  const title = await heading("Your new password is set");
  await waitFor(() => expect(document.activeElement).toBe(title));
  expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe("/sign-in");
  expect(seen).toEqual([
    { method: "POST", path: "/v1/password-resets/r1/look-up", body: { secret: SECRET } },
    { method: "POST", path: "/v1/password-resets/r1/use", body: { secret: SECRET, password: PASSWORD } },
  ]);
});

test("a password that is too short is told so before anything is sent", async () => {
  const { seen } = open({ [LOOK_UP]: offer });
  await choose("short");
  expect(await screen.findByText("A password has at least 8 characters.")).toBeTruthy();
  expect(seen).toHaveLength(1);
});

test("whoever may not reset it any more is said to be the reason, and the form stays", async () => {
  open({ [LOOK_UP]: offer, [USE]: problem(409, "RESET_NOT_BACKED") });
  await choose(PASSWORD);
  expect((await screen.findByRole("alert")).textContent).toContain("Ask for a new one.");
  expect(screen.getByRole("button", { name: "Set password" })).toBeTruthy();
});

test.each([
  ["used", problem(410, "RESET_USED"), "This link was used already"],
  ["expired", problem(410, "RESET_EXPIRED"), "This link has expired"],
  ["unknown", problem(404, "UNKNOWN_RESET"), "There is no such link"],
])("a link that is %s says so", async (_, answer, title) => {
  open({ [LOOK_UP]: answer });
  await heading(title);
  expect(screen.queryByRole("button")).toBeNull();
});

test("a link without a whole secret, or with another kind, isn't complete, and nobody is asked", async () => {
  const { seen } = open({}, SECRET.replace("lkr_", "lki_"));
  await heading("This link isn’t complete");
  expect(seen).toEqual([]);
});
