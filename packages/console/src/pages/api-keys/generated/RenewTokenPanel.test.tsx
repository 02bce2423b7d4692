import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { stopClockAtNoon } from "../../../testing/at-noon.ts";
import { type Answers, fakeService, problem } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import {
  access,
  catalog,
  generatedKey,
  newToken,
  oldToken,
  payments,
  roles,
  waitingLink,
} from "../../../testing/sample-data.ts";
import { RenewTokenPanel } from "./RenewTokenPanel.tsx";

stopClockAtNoon();

const KEY = generatedKey.key;
const ONE = `GET /v1/accounts/acme/api-keys/${KEY}`;
const RENEW = `POST /v1/accounts/acme/api-keys/${KEY}/renewal`;
const COMPLETE = `POST /v1/accounts/acme/api-keys/${KEY}/renewal/complete`;
const URL = "https://keys.example/credentials/l1#lkl_secret";

const host = {
  account: "zoom",
  displayName: "Zoom",
  since: "2026-01-01T00:00:00.000Z",
  resources: [],
  lastUsedAt: null,
};
const service = {
  "GET /v1/accounts/acme/roles": roles,
  "GET /v1/resources": catalog,
  [`${ONE}/hosts`]: { items: [host] },
  [ONE]: generatedKey,
};
const renewed = {
  ...generatedKey,
  tokens: [oldToken, { ...newToken, link: waitingLink }],
  tokenLink: { id: "l1", url: URL, expiresAt: waitingLink.expiresAt },
};

const renewButton = () => screen.getByRole("button", { name: "Renew token" });
const copyLink = () => fireEvent.click(screen.getByRole("button", { name: "Copy" }));

function open(answers: Answers = {}, who = access) {
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: vi.fn(async () => undefined) } });
  const { seen } = fakeService({ ...service, ...answers });
  const onClose = vi.fn();
  renderInAccount(<RenewTokenPanel apiKey={KEY} onClose={onClose} />, who);
  return { seen, onClose, posted: () => seen.filter(({ method }) => method === "POST") };
}

/** Opens the panel and renews. */
async function renew(answers: Answers = {}) {
  const opened = open({ [RENEW]: renewed, ...answers });
  await screen.findByText("Zoom");
  fireEvent.click(renewButton());
  await screen.findByText("This link will only be displayed once");
  return opened;
}

test("says what will happen, how old the token is and who uses the key, before anything is done", async () => {
  const { posted } = open();
  expect(await screen.findByText("Zoom")).toBeTruthy();
  const text = screen.getByRole("dialog").textContent;
  expect(text).toContain("both work, with the same roles");
  expect(text).toContain("made 5 months ago; used 4 minutes ago from 203.0.113.9");
  expect(text).toContain("3 other accounts");
  expect(posted()).toEqual([]);
});

test("names nobody where the accounts can't be listed, and renews all the same", async () => {
  open({ [`${ONE}/hosts`]: problem(404, "NOT_FOUND") });
  await screen.findByText("3 other accounts");
  expect(renewButton().getAttribute("aria-disabled")).toBeNull();
});

test("asks for a link, shows it once, and says until when", async () => {
  const { posted } = await renew();
  expect(posted()).toEqual([{ method: "POST", path: expect.any(String) as string, body: { tokenDelivery: "link" } }]);
  expect(screen.getByText(URL)).toBeTruthy();
  expect(screen.getByRole("dialog").textContent).toContain("until Nov 25, 2026");
});

describe("Delete the old token", () => {
  test("is Later unless something else is chosen: Complete asks the service for nothing", async () => {
    const { onClose, posted } = await renew();
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Later" }).checked).toBe(true);
    expect(screen.getByText(/the Later option will be applied/)).toBeTruthy();
    copyLink();
    fireEvent.click(screen.getByRole("button", { name: "Complete" }));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(posted()).toHaveLength(1);
  });

  test("rule 3: Now waits for the link to be opened, and warns that the old token is in use", async () => {
    const { onClose, posted } = await renew({ [COMPLETE]: renewed });
    fireEvent.click(screen.getByRole("radio", { name: "Now" }));
    expect(screen.getByText("The old token was used 4 minutes ago from 203.0.113.9")).toBeTruthy();
    copyLink();
    fireEvent.click(screen.getByRole("button", { name: "Complete" }));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(posted().at(-1)).toMatchObject({
      path: expect.stringMatching(/complete$/) as string,
      body: { when: "opened" },
    });
    expect(await screen.findByText("The old token of ERP will be deleted once the link is opened")).toBeTruthy();
  });

  test("stays open where Now is refused, and keeps the link in view", async () => {
    const { onClose } = await renew({ [COMPLETE]: problem(503, "UNAVAILABLE") });
    fireEvent.click(screen.getByRole("radio", { name: "Now" }));
    fireEvent.click(screen.getByRole("button", { name: "Complete" }));
    expect((await screen.findByRole("alert")).textContent).toContain("can’t answer right now");
    expect(screen.getByText(URL)).toBeTruthy();
    expect(onClose).not.toHaveBeenCalled();
  });

  test("isn't asked where there is no old token", async () => {
    const first = { ...renewed, tokens: [{ ...oldToken, link: waitingLink }] };
    open({ [ONE]: { ...generatedKey, tokens: [] }, [RENEW]: first });
    await screen.findByText(/has no token now/);
    fireEvent.click(renewButton());
    await screen.findByText(URL);
    expect(screen.queryByRole("radio")).toBeNull();
    expect(screen.queryByRole("button", { name: "Complete" })).toBeNull();
  });
});

describe("renewing is refused before it is tried", () => {
  const reasonOf = async (text: RegExp) => {
    await waitFor(() => expect(renewButton().getAttribute("aria-disabled")).toBe("true"));
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
    fireEvent.click(renewButton());
  };

  test("without the permission", async () => {
    const { posted } = open({}, { ...access, resources: ["account.view-api-keys", "account.edit-api-keys"] });
    await screen.findByText("Zoom");
    await reasonOf(/Renew API tokens.*account\.renew-api-token/);
    expect(posted()).toEqual([]);
  });

  test("rule 7: where the key gives more than the user holds", async () => {
    const beyond = { ...generatedKey, roles: [{ id: payments.id, name: payments.name }] };
    const { posted } = open({ [ONE]: beyond });
    await screen.findByText("Zoom");
    await reasonOf(/more than you hold yourself/);
    expect(posted()).toEqual([]);
  });

  test.each([
    ["a renewal is open", [oldToken, newToken], /A renewal is open/],
    ["the first link waits", [{ ...oldToken, link: waitingLink }], /Void the link first/],
  ])("while %s", async (_, tokens, text) => {
    const { posted } = open({ [ONE]: { ...generatedKey, tokens } });
    await reasonOf(text);
    expect(posted()).toEqual([]);
  });
});

test("says in words that somebody else was faster", async () => {
  open({ [RENEW]: problem(409, "RENEWAL_PENDING") });
  await screen.findByText("Zoom");
  fireEvent.click(renewButton());
  expect((await screen.findByRole("alert")).textContent).toContain("is open already");
});
