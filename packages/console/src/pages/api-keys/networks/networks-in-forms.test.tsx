import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { type Answers, fakeService, problem } from "../../../testing/fake-service.ts";
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

function service(allowedNetworks: readonly string[], others: Answers = {}) {
  return fakeService({
    "GET /v1/accounts/acme/roles": roles,
    "GET /v1/resources": catalog,
    [`GET ${EXTERNAL}/lookup`]: found,
    [`GET ${EXTERNAL}/${externalKey.key}`]: { ...externalKey, allowedNetworks },
    [`GET ${GENERATED}/${generatedKey.key}`]: { ...generatedKey, allowedNetworks },
    [`POST ${EXTERNAL}`]: externalKey,
    [`POST ${GENERATED}`]: { ...generatedKey, tokenLink: link },
    [`PATCH ${EXTERNAL}/${externalKey.key}`]: externalKey,
    [`PATCH ${GENERATED}/${generatedKey.key}`]: generatedKey,
    ...others,
  });
}

const field = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Allowed networks" });
const enter = async (text: string) => fireEvent.change(await field(), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const sentBy = (seen: readonly { method: string; body?: unknown }[]) =>
  seen.find(({ method }) => method === "POST" || method === "PATCH")?.body;

describe("a new key", () => {
  test("is bound to the networks that were entered, one a line", async () => {
    const { seen } = service([]);
    renderInAccount(<GenerateKeyPanel onClose={() => undefined} />);
    fireEvent.change(screen.getByRole("textbox", { name: "Key identification" }), { target: { value: "ERP" } });
    expect((await field()).value).toBe("");
    expect(screen.getByText(/this key may be used, in all accounts/)).toBeTruthy();
    await enter("203.0.113.0/24\n 2001:db8::/32\n");
    press("Generate");
    await waitFor(() =>
      expect(sentBy(seen)).toMatchObject({ name: "ERP", allowedNetworks: ["203.0.113.0/24", "2001:db8::/32"] }),
    );
  });

  test.each([
    [
      "203.0.113.0/24\noffice",
      "“office” is neither an IP address nor a network such as 203.0.113.0/24 or 2001:db8::/32.",
    ],
    [Array.from({ length: 51 }, (_, at) => `10.0.0.${at}`).join("\n"), "Enter no more than 50 networks."],
  ])("isn't sent with %j", async (text, message) => {
    const { seen } = service([]);
    renderInAccount(<GenerateKeyPanel onClose={() => undefined} />);
    fireEvent.change(screen.getByRole("textbox", { name: "Key identification" }), { target: { value: "ERP" } });
    await enter(text);
    press("Generate");
    expect(await screen.findByText(message)).toBeTruthy();
    expect((await field()).getAttribute("aria-invalid")).toBe("true");
    expect(sentBy(seen)).toBeUndefined();
  });

  test("rule 2: keeps no token that is pasted among its networks", async () => {
    service([]);
    renderInAccount(<GenerateKeyPanel onClose={() => undefined} />);
    await enter(`203.0.113.0/24\nlkt_${"a".repeat(49)}`);
    expect((await field()).value).toBe("");
  });
});

test("another company's key is bound for this account", async () => {
  const { seen } = service([]);
  renderInAccount(<AddKeyPanel onClose={() => undefined} />);
  fireEvent.change(screen.getByRole("textbox", { name: "API key" }), { target: { value: externalKey.key } });
  await screen.findByText("CrediPay");
  expect(screen.getByText(/this key may be used in Acme Store/)).toBeTruthy();
  await enter("203.0.113.9");
  press("Add");
  await waitFor(() => expect(sentBy(seen)).toMatchObject({ allowedNetworks: ["203.0.113.9"] }));
});

test("what the form has found stays, though something else arrives meanwhile", async () => {
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const profile = { description: "", resources: ["oms.view-order"] };
  const answer = () => arrived.then(() => Response.json({ ...found, profile }));
  service([], { [`GET ${EXTERNAL}/lookup`]: answer });
  renderInAccount(<EditExternalKeyPanel apiKey={externalKey.key} onClose={() => undefined} />);
  await enter("office");
  press("Save");
  await screen.findByText(/“office” is neither/);
  arrive();
  await screen.findByText(/CrediPay asks for/);
  expect(screen.getByText(/“office” is neither/)).toBeTruthy();
});

describe.each([
  ["a generated key", (onClose: () => void) => <EditGeneratedKeyPanel apiKey={generatedKey.key} onClose={onClose} />],
  ["an external key", (onClose: () => void) => <EditExternalKeyPanel apiKey={externalKey.key} onClose={onClose} />],
])("editing %s", (_, panel) => {
  test("shows its networks, and sends others alone", async () => {
    const { seen } = service(["203.0.113.0/24", "::1/128"]);
    renderInAccount(panel(() => undefined));
    expect((await field()).value).toBe("203.0.113.0/24\n::1/128");
    await enter("203.0.113.0/24");
    press("Save");
    await waitFor(() => expect(sentBy(seen)).toEqual({ allowedNetworks: ["203.0.113.0/24"] }));
  });

  test("lets it be used from anywhere by an empty field", async () => {
    const { seen } = service(["203.0.113.0/24"]);
    renderInAccount(panel(() => undefined));
    await enter(" ");
    press("Save");
    await waitFor(() => expect(sentBy(seen)).toEqual({ allowedNetworks: [] }));
  });

  test("sends nothing where they stay", async () => {
    const { seen } = service(["203.0.113.0/24"]);
    const onClose = vi.fn();
    renderInAccount(panel(onClose));
    await enter(" 203.0.113.0/24\n");
    press("Save");
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(sentBy(seen)).toBeUndefined();
  });

  test("says at the field what the service doesn't take", async () => {
    const errors = [{ path: "/allowedNetworks/0", message: "no" }];
    const refusal = problem(422, "INVALID_INPUT", { errors });
    service([], {
      [`PATCH ${EXTERNAL}/${externalKey.key}`]: refusal,
      [`PATCH ${GENERATED}/${generatedKey.key}`]: refusal,
    });
    renderInAccount(panel(() => undefined));
    await enter("::ffff:1.2.3.4");
    press("Save");
    expect(await screen.findByText(/one a line, 50 at most/)).toBeTruthy();
    expect((await field()).getAttribute("aria-invalid")).toBe("true");
  });
});
