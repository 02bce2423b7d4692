import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { fakeService } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { catalog, externalKey, generatedKey, roles } from "../../../testing/sample-data.ts";
import { AddKeyPanel } from "../external/AddKeyPanel.tsx";
import { EditExternalKeyPanel } from "../external/EditExternalKeyPanel.tsx";
import { EditGeneratedKeyPanel } from "../generated/EditGeneratedKeyPanel.tsx";
import { GenerateKeyPanel } from "../generated/GenerateKeyPanel.tsx";

const GENERATED = "/v1/accounts/acme/api-keys";
const EXTERNAL = "/v1/accounts/acme/external-keys";
const found = { key: externalKey.key, owner: externalKey.owner, profile: null, alreadyAdded: false };
const link = { id: "l1", url: "http://localhost/credentials/l1#secret", expiresAt: "2026-11-25T09:00:00.000Z" };

function service(requestsPerMinute: number | null) {
  return fakeService({
    "GET /v1/accounts/acme/roles": roles,
    "GET /v1/resources": catalog,
    [`GET ${EXTERNAL}/lookup`]: found,
    [`GET ${EXTERNAL}/${externalKey.key}`]: { ...externalKey, requestsPerMinute },
    [`GET ${GENERATED}/${generatedKey.key}`]: { ...generatedKey, requestsPerMinute },
    [`POST ${EXTERNAL}`]: externalKey,
    [`POST ${GENERATED}`]: { ...generatedKey, tokenLink: link },
    [`PATCH ${EXTERNAL}/${externalKey.key}`]: externalKey,
    [`PATCH ${GENERATED}/${generatedKey.key}`]: generatedKey,
  });
}

const limitField = () => screen.findByRole<HTMLInputElement>("textbox", { name: "Requests per minute" });
const enter = async (text: string) => fireEvent.change(await limitField(), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const sentBy = (seen: readonly { method: string; body?: unknown }[]) =>
  seen.find(({ method }) => method === "POST" || method === "PATCH")?.body;

describe("a new key", () => {
  test("gets the limit that was entered, and says that it counts in all accounts", async () => {
    const { seen } = service(null);
    renderInAccount(<GenerateKeyPanel onClose={() => undefined} />);
    fireEvent.change(screen.getByRole("textbox", { name: "Key identification" }), { target: { value: "ERP" } });
    expect((await limitField()).value).toBe("");
    expect(screen.getByText(/in all accounts together/)).toBeTruthy();
    await enter("600");
    press("Generate");
    await waitFor(() => expect(sentBy(seen)).toMatchObject({ name: "ERP", requestsPerMinute: 600 }));
  });

  test("isn't sent with what is no limit", async () => {
    const { seen } = service(null);
    renderInAccount(<GenerateKeyPanel onClose={() => undefined} />);
    fireEvent.change(screen.getByRole("textbox", { name: "Key identification" }), { target: { value: "ERP" } });
    await enter("a lot");
    press("Generate");
    expect(await screen.findByText("Enter a whole number from 1 to 1,000,000, or nothing.")).toBeTruthy();
    expect((await limitField()).getAttribute("aria-invalid")).toBe("true");
    expect(sentBy(seen)).toBeUndefined();
  });
});

test("another company's key gets a limit for this account", async () => {
  const { seen } = service(null);
  renderInAccount(<AddKeyPanel onClose={() => undefined} />);
  fireEvent.change(screen.getByRole("textbox", { name: "API key" }), { target: { value: externalKey.key } });
  await screen.findByText("CrediPay");
  expect(screen.getByText(/within a minute in Acme Store/)).toBeTruthy();
  await enter("60");
  press("Add");
  await waitFor(() => expect(sentBy(seen)).toMatchObject({ requestsPerMinute: 60 }));
});

describe.each([
  ["a generated key", (onClose: () => void) => <EditGeneratedKeyPanel apiKey={generatedKey.key} onClose={onClose} />],
  ["an external key", (onClose: () => void) => <EditExternalKeyPanel apiKey={externalKey.key} onClose={onClose} />],
])("editing %s", (_, panel) => {
  test("shows its limit, and sends another one alone", async () => {
    const { seen } = service(60);
    renderInAccount(panel(() => undefined));
    expect((await limitField()).value).toBe("60");
    await enter("90");
    press("Save");
    await waitFor(() => expect(sentBy(seen)).toEqual({ requestsPerMinute: 90 }));
  });

  test("takes its limit away with an empty field", async () => {
    const { seen } = service(60);
    renderInAccount(panel(() => undefined));
    await enter("");
    press("Save");
    await waitFor(() => expect(sentBy(seen)).toEqual({ requestsPerMinute: null }));
  });

  test("sends nothing where the limit stays", async () => {
    const { seen } = service(60);
    const onClose = vi.fn();
    renderInAccount(panel(onClose));
    await enter(" 60 ");
    press("Save");
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(sentBy(seen)).toBeUndefined();
  });
});
