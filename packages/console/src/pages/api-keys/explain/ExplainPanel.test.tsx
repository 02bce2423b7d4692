import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeService, problem } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { catalog, externalKey, roles } from "../../../testing/sample-data.ts";
import { ExplainPanel } from "./ExplainPanel.tsx";

const EXPLAIN = "GET /v1/accounts/acme/explain";
const known = { "GET /v1/resources": catalog, "GET /v1/accounts/acme/roles": roles };
const allowed = {
  allowed: true,
  code: "VALID",
  reasons: [{ code: "VALID", side: "host", text: "Opened by oms-full-access." }],
  external: true,
  openedBy: ["oms-full-access"],
};
const refused = {
  allowed: false,
  code: "KEY_INACTIVE",
  reasons: [
    { code: "KEY_INACTIVE", side: "owner", text: "By the owner." },
    { code: "RESOURCE_DENIED", side: "host", text: "None of its roles here opens it." },
  ],
  external: true,
  openedBy: [],
};

const asked = (seen: readonly { readonly path: string }[]) =>
  seen.filter(({ path }) => path.includes("/explain")).map(({ path }) => new URLSearchParams(path.split("?")[1]));

/** Chooses a permission by a part of its key. */
async function chooseResource(part: string): Promise<void> {
  const field = await screen.findByRole("combobox", { name: "Permission" });
  act(() => field.focus());
  fireEvent.change(field, { target: { value: part } });
  fireEvent.click(await screen.findByRole("option"));
}

test("a key's access is explained at once, and again for a permission that is chosen", async () => {
  const { seen } = fakeService({
    ...known,
    [EXPLAIN]: ({ path }) => Response.json(path.includes("resource=") ? refused : allowed),
  });
  renderInAccount(<ExplainPanel apiKey={externalKey.key} onClose={() => undefined} />);
  expect(await screen.findByText("This key is let into Acme Store")).toBeTruthy();
  await chooseResource("cancel-order");
  expect(await screen.findByText("This key may not do this in Acme Store: Cancel order")).toBeTruthy();
  expect(screen.getByText("KEY_INACTIVE")).toBeTruthy();
  const steps = within(screen.getByRole("list", { name: "What is looked at, in this order" }));
  expect(steps.getAllByRole("listitem").map((step) => step.dataset["tone"])).toEqual([
    "failed",
    "passed",
    "passed",
    "passed",
    "failed",
  ]);
  expect(steps.getByText("Its owner has deactivated it.")).toBeTruthy();
  expect(steps.getByText(/This comes first/)).toBeTruthy();
  expect(steps.getByText("oms.cancel-order")).toBeTruthy();
  expect(asked(seen).map((query) => [query.get("key"), query.get("resource")])).toEqual([
    [externalKey.key, null],
    [externalKey.key, "oms.cancel-order"],
  ]);
});

test("names the roles that open it", async () => {
  fakeService({ ...known, [EXPLAIN]: allowed });
  renderInAccount(<ExplainPanel apiKey={externalKey.key} onClose={() => undefined} />);
  await chooseResource("view-order");
  expect(await screen.findByText("This key may do this in Acme Store: View order")).toBeTruthy();
  expect(await screen.findByText("OMS - Full access")).toBeTruthy();
});

test("a pasted key is asked about once it is whole; a token never stays, nor is anything sent of it", async () => {
  const { seen } = fakeService({
    ...known,
    [EXPLAIN]: {
      ...refused,
      code: "NOT_ADMITTED",
      external: null,
      reasons: [{ ...refused.reasons[0], code: "NOT_ADMITTED" }],
    },
  });
  renderInAccount(<ExplainPanel onClose={() => undefined} />);
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "API key" });
  const token = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";
  fireEvent.change(field, { target: { value: token } });
  expect(field.value).toBe("");
  expect(await screen.findByText(/^That was an API token/)).toBeTruthy();
  fireEvent.change(field, { target: { value: "lk-credipay-3RWP" } });
  expect(asked(seen)).toEqual([]);
  fireEvent.change(field, { target: { value: ` ${externalKey.key}\n` } });
  expect(await screen.findByText(/has neither generated this key nor added it/)).toBeTruthy();
  expect(asked(seen).map((query) => query.get("key"))).toEqual([externalKey.key]);
  expect(JSON.stringify(seen)).not.toContain(token);
});

test("says when it can't be worked out, and tries again", async () => {
  let isBroken = true;
  fakeService({
    ...known,
    [EXPLAIN]: () => (isBroken ? problem(500, "INTERNAL")() : Response.json(allowed)),
  });
  renderInAccount(<ExplainPanel apiKey={externalKey.key} onClose={() => undefined} />);
  const retry = await screen.findByRole("button", { name: "Try again" });
  isBroken = false;
  fireEvent.click(retry);
  await waitFor(() => expect(screen.getByText("This key is let into Acme Store")).toBeTruthy());
});

test("is asked about an address once a whole one is entered, and says whose networks refuse it", async () => {
  const byOwner = { code: "IP_DENIED", side: "owner", text: "By the owner." };
  const { seen } = fakeService({
    ...known,
    [EXPLAIN]: ({ path }) =>
      Response.json(
        path.includes("ip=") ? { ...allowed, allowed: false, code: "IP_DENIED", reasons: [byOwner] } : allowed,
      ),
  });
  renderInAccount(<ExplainPanel apiKey={externalKey.key} onClose={() => undefined} />);
  expect(await screen.findByText("It may be used from where the request comes.")).toBeTruthy();
  const field = screen.getByRole("textbox", { name: "From address" });
  for (const value of ["203.0.113.", "203.0.113.9"]) fireEvent.change(field, { target: { value } });
  expect(await screen.findByText(/Its owner lets it be used from certain networks only/)).toBeTruthy();
  expect(asked(seen).map((query) => query.get("ip"))).toEqual([null, "203.0.113.9"]);
  fireEvent.change(field, { target: { value: "203.0.113" } });
  fireEvent.blur(field);
  expect(await screen.findByText("Enter a whole IP address, such as 203.0.113.9.")).toBeTruthy();
});
