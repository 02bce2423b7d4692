import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Role, RoleUse } from "../../api/roles.ts";
import { fakeService, problem, type SeenRequest } from "../../testing/fake-service.ts";
import { renderInAccount } from "../../testing/render-in-account.tsx";
import { access, catalog, omsReadOnly, roles } from "../../testing/sample-data.ts";
import { EditRolePanel } from "./EditRolePanel.tsx";

const ONE = "/v1/accounts/acme/roles/robots";
const role: Role = {
  ...omsReadOnly,
  id: "robots",
  name: "Robots",
  predefined: false,
  uses: { keys: 1, externalKeys: 3, users: 0, invitations: 0 },
};
const use: RoleUse = {
  keys: [{ key: "lk-acme-1", name: "ERP" }],
  externalKeys: [
    { key: "lk-credipay-1", name: "Credit", owner: { account: "credipay", displayName: "CrediPay" } },
    { key: "lk-zoom-1", name: "Zoom", owner: { account: "zoom", displayName: "Zoom" } },
    { key: "lk-zoom-2", name: "Zoom returns", owner: { account: "zoom", displayName: "Zoom" } },
  ],
  users: [],
  invitations: [],
  counts: { keys: 1, externalKeys: 3, companies: 2, users: 0, invitations: 0 },
};
const editor = { ...access, resources: [...access.resources, "account.edit-roles"] };

function open(opened: Role, answers: Parameters<typeof fakeService>[0] = {}) {
  const onClose = vi.fn();
  const service = fakeService({
    "GET /v1/resources": catalog,
    "GET /v1/accounts/acme/roles": roles,
    "GET /v1/accounts/acme/access": editor,
    [`GET ${ONE}`]: () => Response.json(opened, { headers: { etag: '"1"' } }),
    [`GET ${ONE}/use`]: use,
    [`PATCH ${ONE}`]: opened,
    ...answers,
  });
  renderInAccount(<EditRolePanel roleId="robots" onClose={onClose} />, editor);
  const changes = () => service.seen.filter(({ method }: SeenRequest) => method === "PATCH").map(({ body }) => body);
  return { onClose, changes };
}

const find = (search: string) =>
  fireEvent.change(screen.getByRole("searchbox", { name: "Search permissions" }), { target: { value: search } });
const box = async (key: string) =>
  (await screen.findByRole("row", { name: new RegExp(key.replace(".", "\\.")) })).querySelector(
    "input",
  ) as HTMLInputElement;
const save = () => fireEvent.click(screen.getByRole("button", { name: "Save" }));

test("before a role in use is changed, those who gain are named, and nothing is sent until that is confirmed", async () => {
  const { changes, onClose } = open(role);
  await screen.findByText(/This role is in use/);
  find("cancel");
  fireEvent.click(await box("oms.cancel-order"));
  save();
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toContain("3 external keys of 2 companies and 1 key gain:");
  expect(dialog.textContent).toContain("Cancel order oms.cancel-order");
  for (const name of ["CrediPay", "Credit", "Zoom returns", "ERP"])
    expect(within(dialog).getAllByText(name)).not.toEqual([]);
  expect(changes()).toEqual([]);
  fireEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(changes()).toEqual([{ resources: ["oms.view-order", "oms.cancel-order"] }]);
});

test("those who lose are named as such", async () => {
  const { changes } = open(role);
  await screen.findByText(/This role is in use/);
  find("view order");
  fireEvent.click(await box("oms.view-order"));
  save();
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toContain("3 external keys of 2 companies and 1 key lose at once:");
  expect(dialog.textContent).not.toContain("gain");
  fireEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
  expect(changes()).toEqual([]);
});

test("what the user doesn't hold and a role in use has already may go, and come back", async () => {
  open({ ...role, resources: ["pci-gateway.refund"] });
  await screen.findByText(/This role is in use/);
  find("pci");
  const refund = await box("pci-gateway.refund");
  expect(refund.disabled).toBe(false);
  fireEvent.click(refund);
  expect((await box("pci-gateway.refund")).disabled).toBe(false);
});

test("what the user doesn't hold can't be added to a role in use, and says why", async () => {
  open(role);
  await screen.findByText(/This role is in use/);
  find("pci");
  expect((await box("pci-gateway.refund")).disabled).toBe(true);
  expect(screen.getByRole("row", { name: /Refund payments/ }).textContent).toContain("You don’t hold this yourself");
});

test("a role that nothing has is saved at once, and may hold more than its editor", async () => {
  const unused = { ...role, uses: { keys: 0, externalKeys: 0, users: 0, invitations: 0 } };
  const { changes, onClose } = open(unused, {
    [`GET ${ONE}/use`]: {
      keys: [],
      externalKeys: [],
      users: [],
      invitations: [],
      counts: { keys: 0, externalKeys: 0, companies: 0, users: 0, invitations: 0 },
    },
  });
  await screen.findByDisplayValue("Robots");
  find("pci");
  fireEvent.click(await box("pci-gateway.refund"));
  expect(screen.getByText(/the role can be saved, but somebody who holds it has to assign it/)).toBeTruthy();
  save();
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(changes()).toEqual([{ resources: ["oms.view-order", "pci-gateway.refund"] }]);
});

test("a new name alone concerns nobody, and only what changed is sent", async () => {
  const { changes, onClose } = open(role);
  fireEvent.change(await screen.findByLabelText("Name"), { target: { value: " Order robots " } });
  save();
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(changes()).toEqual([{ name: "Order robots" }]);
});

test("says that somebody else was faster, and loads their version on demand", async () => {
  open(role, { [`PATCH ${ONE}`]: problem(412, "PRECONDITION_FAILED") });
  fireEvent.change(await screen.findByLabelText("Name"), { target: { value: "Other" } });
  save();
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody else changed this after you opened it");
  fireEvent.click(screen.getByRole("button", { name: "Load the current version" }));
  await screen.findByDisplayValue("Robots");
});
