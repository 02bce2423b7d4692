import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { fakeService, problem } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { catalog, externalKey, roles } from "../../../testing/sample-data.ts";
import { AddKeyPanel } from "./AddKeyPanel.tsx";

const KEY = externalKey.key;
const TOKEN = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";
const LOOKUP = "GET /v1/accounts/acme/external-keys/lookup";
const ADD = "POST /v1/accounts/acme/external-keys";

const service = { "GET /v1/accounts/acme/roles": roles, "GET /v1/resources": catalog };
const found = { key: KEY, owner: externalKey.owner, profile: null, alreadyAdded: false };

const keyField = () => screen.getByRole<HTMLInputElement>("textbox", { name: "API key" });
const nameField = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Key identification" });
const enterKey = (text: string) => fireEvent.change(keyField(), { target: { value: text } });
const role = (name: string) => screen.findByRole<HTMLInputElement>("checkbox", { name });
const add = () => fireEvent.click(screen.getByRole("button", { name: "Add" }));

describe("the key field", () => {
  test.each([
    ["lk-credipay-3RWPMKGWKK7F", /typing error/],
    ["lk-credipay-3RWPMKGWKKIE", /“I” never stands/],
    ["acme", /begins with lk-/],
  ])("says at once what is wrong with %s, and asks nobody", async (text, message) => {
    const { seen } = fakeService(service);
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey(text);
    expect(screen.getByText(message)).toBeTruthy();
    expect(keyField().getAttribute("aria-invalid")).toBe("true");
    await role("Payments");
    expect(seen.some(({ path }) => path.includes("lookup"))).toBe(false);
  });

  test("says nothing while a key is being typed, until it is left", () => {
    fakeService(service);
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey("lk-credipay-3RWP");
    expect(keyField().getAttribute("aria-invalid")).toBeNull();
    fireEvent.blur(keyField());
    expect(screen.getByText(/isn’t complete/)).toBeTruthy();
  });

  test("doesn't keep a token, and doesn't send it", async () => {
    const { seen } = fakeService(service);
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey(`  ${TOKEN}\n`);
    expect(keyField().value).toBe("");
    expect(screen.getByRole("alert").textContent).toContain("That was an API token, not a key");
    await role("Payments");
    expect(JSON.stringify(seen)).not.toContain("lkt_");
  });
});

describe("the owner", () => {
  test("is shown by name and account before anything is saved, and named in the form", async () => {
    const { seen } = fakeService({ ...service, [LOOKUP]: found });
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey(` ${KEY}\u200B\n`);
    const owner = (await screen.findByText("CrediPay")).closest("[role=status]");
    expect(owner?.textContent).toContain("Key of CrediPay");
    expect(owner?.textContent).toContain("credipay");
    await waitFor(() => expect(nameField().value).toBe("CrediPay"));
    expect(seen.every(({ method }) => method === "GET")).toBe(true);
  });

  test("leaves alone a name that was entered before", async () => {
    fakeService({ ...service, [LOOKUP]: found });
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    fireEvent.change(nameField(), { target: { value: "Credit" } });
    enterKey(KEY);
    await screen.findByText("CrediPay");
    expect(nameField().value).toBe("Credit");
  });

  test.each([
    ["unknown", problem(404, "UNKNOWN_KEY"), /No such key exists/],
    ["already added", { ...found, alreadyAdded: true }, /already added to Acme Store/],
    ["asked for too often", problem(429, "TOO_MANY_LOOKUPS"), /many keys in a short time/],
    ["not to be found out", problem(500, "INTERNAL"), /Request req-1/],
  ])("is %s, in words", async (_, answer, message) => {
    fakeService({ ...service, [LOOKUP]: answer });
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey(KEY);
    expect(await screen.findByText(message)).toBeTruthy();
    expect(nameField().value).toBe("");
  });

  test("is found of a key that was made elsewhere, too", async () => {
    const elsewhere = { ...found, key: "vtexappkey-credipay-ORYNWX" };
    fakeService({ ...service, [LOOKUP]: elsewhere });
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey(elsewhere.key);
    expect(await screen.findByText("CrediPay", {}, { timeout: 5_000 })).toBeTruthy();
  });

  test("of a key that was made elsewhere is told to be the account itself once it is looked up", async () => {
    const own = { ...found, owner: { account: "acme", displayName: "Acme Store" } };
    fakeService({ ...service, [LOOKUP]: own });
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey("vtexappkey-acme-ORYNWX");
    expect(await screen.findByText(/a key of Acme Store itself/, {}, { timeout: 5_000 })).toBeTruthy();
  });

  test("of the account's own key isn't asked for", async () => {
    const { seen } = fakeService(service);
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey("lk-acme-XN95MAY0MV4X");
    expect(await screen.findByText(/a key of Acme Store itself/)).toBeTruthy();
    await role("Payments");
    expect(seen.some(({ path }) => path.includes("lookup"))).toBe(false);
  });
});

describe("the roles", () => {
  test("are all unchosen, and those that give more than the user holds can't be chosen", async () => {
    fakeService(service);
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    const beyond = await role("Payments");
    expect(screen.getAllByRole<HTMLInputElement>("checkbox").some(({ checked }) => checked)).toBe(false);
    expect(beyond.disabled).toBe(true);
    const reason = document.getElementById(beyond.getAttribute("aria-describedby") ?? "");
    expect(reason?.textContent).toContain("more than you hold yourself: Refund payments");
    expect((await role("OMS - Full access")).disabled).toBe(false);
  });

  test("show which of the resources that the partner asks for they don't give", async () => {
    const profile = { description: "Credit at checkout", resources: ["oms.view-order", "pci-gateway.refund"] };
    fakeService({ ...service, [LOOKUP]: { ...found, profile } });
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    enterKey(KEY);
    expect(await screen.findByText("CrediPay asks for 2 permissions")).toBeTruthy();
    expect(screen.getByText(/2 are not given/)).toBeTruthy();
    fireEvent.click(await role("OMS - Read only"));
    const state = screen.getByText(/1 is not given/);
    const needs = within(state.parentElement as HTMLElement);
    expect(needs.getByText("PCI Gateway").parentElement?.textContent).toContain("Refund payments");
    expect(needs.queryByText("OMS")).toBeNull();
  });
});

describe("Add", () => {
  test("sends the key, its name and the chosen roles", async () => {
    const { seen } = fakeService({ ...service, [LOOKUP]: found, [ADD]: externalKey });
    const onClose = vi.fn();
    renderInAccount(<AddKeyPanel onClose={onClose} />);
    enterKey(KEY);
    await waitFor(() => expect(nameField().value).toBe("CrediPay"));
    fireEvent.click(await role("OMS - Read only"));
    add();
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(seen.find(({ method }) => method === "POST")?.body).toEqual({
      key: KEY,
      name: "CrediPay",
      roles: ["oms-read-only"],
    });
    expect(await screen.findByText("Credit for companies was added")).toBeTruthy();
  });

  test("sends nothing while the owner isn't known, or the name is missing", async () => {
    const { seen } = fakeService({ ...service, [LOOKUP]: problem(404, "UNKNOWN_KEY") });
    renderInAccount(<AddKeyPanel onClose={() => undefined} />);
    add();
    expect(await screen.findByText("Paste your partner’s API key.")).toBeTruthy();
    expect(screen.getByText("Give the key a name that you will recognise.")).toBeTruthy();
    enterKey(KEY);
    fireEvent.change(nameField(), { target: { value: "CrediPay" } });
    await screen.findByText(/No such key exists/);
    add();
    await waitFor(() => expect(keyField().getAttribute("aria-invalid")).toBe("true"));
    expect(seen.some(({ method }) => method === "POST")).toBe(false);
  });

  test("stays open and says why the service refused", async () => {
    fakeService({ ...service, [LOOKUP]: found, [ADD]: problem(403, "ROLE_NOT_HELD") });
    const onClose = vi.fn();
    renderInAccount(<AddKeyPanel onClose={onClose} />);
    enterKey(KEY);
    await waitFor(() => expect(nameField().value).toBe("CrediPay"));
    add();
    expect((await screen.findByRole("alert")).textContent).toMatch(/more than you hold yourself.*Request req-1/);
    expect(onClose).not.toHaveBeenCalled();
  });
});
