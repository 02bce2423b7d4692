import { secretChecksum } from "@latchkey/sdk/credential-format";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { InvitationOffer } from "../../api/invitations.ts";
import { type Answers, fakeService, problem } from "../../testing/fake-service.ts";
import { renderInAccount } from "../../testing/render-in-account.tsx";
import { forgetLinkSecret, takeLinkSecrets } from "../shared/link-secret.ts";
import { JoinPage } from "./JoinPage.tsx";

const LOOK_UP = "POST /v1/invitations/i1/look-up";
const ACCEPT = "POST /v1/invitations/i1/accept";
const BODY = `lki_${"a".repeat(43)}`;
const SECRET = BODY + secretChecksum(BODY);
const offer: InvitationOffer = {
  account: "zoom",
  displayName: "Zoom",
  email: "olivia@acme.example",
  name: null,
  roles: [{ id: "viewer", name: "Viewer" }],
  expiresAt: "2026-12-01T12:00:00.000Z",
  known: true,
};

beforeAll(takeLinkSecrets);

afterEach(() => {
  forgetLinkSecret();
  history.replaceState(null, "", "/");
});

/** Opens the page by a link with a secret, as Olivia, who is signed in. */
function open(answers: Answers, secret = SECRET) {
  const { seen } = fakeService(answers);
  history.replaceState(null, "", `/join/i1#${secret}`);
  dispatchEvent(new Event("hashchange"));
  renderInAccount(<JoinPage invitationId="i1" />);
  return { seen };
}

const heading = (name: string) => screen.findByRole("heading", { level: 1, name });

test("says what is offered, and asks for it with the secret in no address", async () => {
  const { seen } = open({ [LOOK_UP]: offer });
  await heading("Join Zoom");
  expect(document.body.textContent).toMatch(/olivia@acme\.example.*Viewer/);
  expect(seen).toEqual([{ method: "POST", path: "/v1/invitations/i1/look-up", body: { secret: SECRET } }]);
  expect(location.hash).toBe("");
});

test("whoever is known sends neither a name nor a password", async () => {
  const { seen } = open({ [LOOK_UP]: offer, [ACCEPT]: problem(409, "INVITATION_NOT_BACKED") });
  fireEvent.click(await screen.findByRole("button", { name: "Join Zoom" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Ask for a new one.");
  expect(seen.find(({ path }) => path.endsWith("/accept"))?.body).toEqual({ secret: SECRET });
});

test("somebody else than the one invited is told so, and can't accept it", async () => {
  open({ [LOOK_UP]: { ...offer, email: "nora@new.example" } });
  expect(await screen.findByText(/the invitation is for/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Join Zoom" })).toBeNull();
});

test.each([
  ["used", problem(410, "INVITATION_USED"), "This invitation was accepted already"],
  ["expired", problem(410, "INVITATION_EXPIRED"), "This invitation has expired"],
  ["withdrawn", problem(410, "INVITATION_VOID"), "This invitation was withdrawn"],
  ["unknown", problem(404, "UNKNOWN_INVITATION"), "There is no such invitation"],
])("a link that is %s says so", async (_, answer, title) => {
  open({ [LOOK_UP]: answer });
  await heading(title);
  expect(screen.queryByRole("button")).toBeNull();
});

test("a link that ends while it is looked at says so, and the heading takes the focus", async () => {
  open({ [LOOK_UP]: offer, [ACCEPT]: problem(410, "INVITATION_VOID") });
  fireEvent.click(await screen.findByRole("button", { name: "Join Zoom" }));
  const title = await heading("This invitation was withdrawn");
  await waitFor(() => expect(document.activeElement).toBe(title));
});

test("a link without a whole secret isn't complete, and nobody is asked", async () => {
  const { seen } = open({}, SECRET.slice(0, 30));
  await heading("This link isn’t complete");
  expect(seen).toEqual([]);
});
