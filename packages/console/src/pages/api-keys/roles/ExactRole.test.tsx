import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Access } from "../../../api/access.ts";
import type { Role } from "../../../api/roles.ts";
import { fakeService, problem, type SeenRequest } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { access, catalog, omsFullAccess, omsReadOnly, payments, roles } from "../../../testing/sample-data.ts";
import { ExactRole } from "./ExactRole.tsx";

const LIST = "/v1/accounts/acme/roles";
const editor = { ...access, resources: [...access.resources, "account.edit-roles"] };
const all = [omsReadOnly, payments];
const made: Role = { ...omsFullAccess, id: "credipay", name: "CrediPay", predefined: false };
const asked = ["oms.view-order", "oms.cancel-order"];

interface Options {
  readonly resources?: readonly string[];
  readonly roles?: readonly Role[];
  readonly as?: Access;
  readonly answer?: (request: SeenRequest) => Response;
}

function show({ resources = asked, roles: existing = all, as = editor, answer }: Options = {}) {
  const onChoose = vi.fn();
  const service = fakeService({
    "GET /v1/resources": catalog,
    [`GET ${LIST}`]: roles,
    [`POST ${LIST}`]: answer ?? (() => Response.json(made, { status: 201 })),
  });
  const needs = { owner: "CrediPay", account: "credipay", resources };
  renderInAccount(<ExactRole needs={needs} roles={existing} catalog={catalog} chosen={[]} onChoose={onChoose} />, as);
  const posted = () => service.seen.filter(({ method }) => method === "POST").map(({ body }) => body);
  return { onChoose, posted };
}

const create = () => screen.getByRole("button", { name: "Create a role with exactly what CrediPay asks for" });

test("one click creates a role with exactly what is asked for, by the partner's name, and chooses it", async () => {
  const { onChoose, posted } = show();
  fireEvent.click(create());
  await waitFor(() => expect(onChoose).toHaveBeenCalledWith("credipay"));
  expect(posted()).toEqual([
    { id: "credipay", name: "CrediPay", description: "Exactly what CrediPay asks for.", resources: asked },
  ]);
});

test("where the name is taken by another role, the next number is", async () => {
  let asked = 0;
  const answer = (request: SeenRequest) =>
    asked++ === 0 ? problem(409, "ROLE_EXISTS")() : Response.json({ ...made, ...(request.body as object) });
  const { onChoose, posted } = show({ answer });
  fireEvent.click(create());
  await waitFor(() => expect(onChoose).toHaveBeenCalledWith("credipay-2"));
  expect(posted()).toMatchObject([{ name: "CrediPay" }, { name: "CrediPay 2", id: "credipay-2" }]);
});

test("a role that gives exactly that already is chosen, not made again", () => {
  const { onChoose, posted } = show({ roles: [...all, omsFullAccess] });
  fireEvent.click(screen.getByRole("button", { name: "Choose “OMS - Full access”: it gives exactly that" }));
  expect(onChoose).toHaveBeenCalledWith("oms-full-access");
  expect(posted()).toEqual([]);
});

test("what the catalog doesn't have is left out of it", async () => {
  const { posted } = show({ resources: [...asked, "gone.thing"] });
  fireEvent.click(create());
  await waitFor(() => expect(posted()).toMatchObject([{ resources: asked }]));
});

test("rules 6 and 7: nothing is made before the click, and nobody makes what they couldn't give", () => {
  const { onChoose, posted } = show({ resources: [...asked, "pci-gateway.refund"] });
  expect(create().getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(create());
  expect(posted()).toEqual([]);
  expect(onChoose).not.toHaveBeenCalled();
});

test("needs the permission to edit roles", () => {
  show({ as: access });
  expect(create().getAttribute("aria-disabled")).toBe("true");
});
