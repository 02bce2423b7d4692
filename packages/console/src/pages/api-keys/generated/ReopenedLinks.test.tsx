import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { TokenLink } from "../../../api/token-links.ts";
import { fakeService } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { access, generatedKey, newToken, oldToken } from "../../../testing/sample-data.ts";
import { ReopenedLinks } from "./ReopenedLinks.tsx";

const link: TokenLink = {
  id: "l1",
  key: generatedKey.key,
  purpose: "renewal",
  state: "opened",
  createdAt: "2026-11-24T09:00:00.000Z",
  createdBy: { kind: "user", id: "u1", name: "Olivia" },
  expiresAt: "2026-11-25T09:00:00.000Z",
  openedAt: "2026-11-24T10:00:00.000Z",
  openedFrom: "203.0.113.9",
  reopenedAt: "2026-11-24T11:00:00.000Z",
  reopenings: 1,
};

afterEach(() => localStorage.clear());

function show({ reopened = link, tokens = [oldToken, newToken], who = access } = {}) {
  const { seen } = fakeService({
    "GET /v1/accounts/acme/token-links": { items: [reopened], nextCursor: null, total: 1 },
    "GET /v1/accounts/acme/api-keys": { items: [{ ...generatedKey, tokens }], nextCursor: null, total: 1 },
  });
  const handlers = { onRenew: vi.fn(), onUndo: vi.fn() };
  renderInAccount(<ReopenedLinks {...handlers} />, who);
  return { ...handlers, seen };
}

test("a second attempt says when and from where the first was, and offers to undo the renewal", async () => {
  const { onUndo, seen } = show();
  await screen.findByText("The link to the token of ERP was tried again after it was opened");
  const text = document.body.textContent;
  expect(text).toMatch(/opened on Nov 24, 2026.* from 203\.0\.113\.9; a second attempt.*came on Nov 24, 2026/);
  fireEvent.click(screen.getByRole("button", { name: "Undo renewal" }));
  expect(onUndo).toHaveBeenCalledWith(expect.objectContaining({ key: generatedKey.key }));
  expect(seen[0]?.path).toBe("/v1/accounts/acme/token-links?reopened=true");
});

test("a first token, or a renewal that is over, is to be renewed", async () => {
  const { onRenew } = show({ reopened: { ...link, purpose: "first", openedFrom: null }, tokens: [oldToken] });
  fireEvent.click(await screen.findByRole("button", { name: "Renew token" }));
  expect(onRenew).toHaveBeenCalledWith(generatedKey.key);
  expect(document.body.textContent).not.toContain("from");
});

test("is offered to nobody who may not", async () => {
  const { onUndo } = show({ who: { ...access, resources: ["account.view-api-keys"] } });
  const undo = await screen.findByRole("button", { name: "Undo renewal" });
  expect(undo.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(undo);
  expect(onUndo).not.toHaveBeenCalled();
});

test("goes when somebody says that all is well, until it happens once more", async () => {
  show();
  fireEvent.click(await screen.findByRole("button", { name: "All is well" }));
  await waitFor(() => expect(screen.queryByRole("button")).toBeNull());
  show();
  show({ reopened: { ...link, reopenings: 2 } });
  expect(await screen.findAllByRole("button", { name: "All is well" })).toHaveLength(1);
});

test("what somebody else left in the browser's storage hurts nobody", async () => {
  localStorage.setItem("latchkey.dismissed-reopenings", "{not json");
  show();
  expect(await screen.findByRole("button", { name: "All is well" })).toBeTruthy();
});
