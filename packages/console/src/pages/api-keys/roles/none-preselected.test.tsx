import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeService } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { access, catalog, externalKey, generatedKey, omsReadOnly, roles } from "../../../testing/sample-data.ts";
import { InvitePanel } from "../../users/InvitePanel.tsx";
import { AddKeyPanel } from "../external/AddKeyPanel.tsx";
import { GenerateKeyPanel } from "../generated/GenerateKeyPanel.tsx";

const GENERATED = "/v1/accounts/acme/api-keys";
const EXTERNAL = "/v1/accounts/acme/external-keys";
const INVITATIONS = "/v1/accounts/acme/invitations";
const link = { id: "l1", url: "http://localhost/credentials/l1#secret", expiresAt: "2026-11-25T09:00:00.000Z" };
const everything = { ...access, resources: [...access.resources, "account.edit-users"] };
/** What its owner says that the key needs: one role gives just that. */
const profile = { description: "Reads orders", resources: omsReadOnly.resources };

const fill = (name: string, text: string) =>
  fireEvent.change(screen.getByRole("textbox", { name }), { target: { value: text } });

/** Where something gets roles for the first time: how it is opened and filled in otherwise, and what sends it. */
const FORMS = [
  {
    what: "a generated key",
    panel: <GenerateKeyPanel onClose={() => undefined} />,
    fillIn: () => fill("Key identification", "ERP"),
    submit: "Generate",
    url: GENERATED,
  },
  {
    what: "an external key",
    panel: <AddKeyPanel onClose={() => undefined} />,
    fillIn: async () => {
      fill("API key", externalKey.key);
      await screen.findByText("CrediPay");
    },
    submit: "Add",
    url: EXTERNAL,
  },
  {
    what: "an invitation",
    panel: <InvitePanel onClose={() => undefined} />,
    fillIn: () => fill("Email", "ada@acme.example"),
    submit: "Invite",
    url: INVITATIONS,
  },
];

test.each(
  FORMS.flatMap((form) => [
    { ...form, offered: roles.items },
    { ...form, offered: [omsReadOnly] },
  ]),
)(
  "rule 6: $what begins without a role, whatever there is to choose from, and has none unless somebody chooses it",
  async ({ fillIn, offered, panel, submit, url }) => {
    const { seen } = fakeService({
      "GET /v1/accounts/acme/roles": { items: offered, nextCursor: null, total: offered.length },
      "GET /v1/resources": catalog,
      [`GET ${EXTERNAL}/lookup`]: { key: externalKey.key, owner: externalKey.owner, profile, alreadyAdded: false },
      [`POST ${EXTERNAL}`]: externalKey,
      [`POST ${GENERATED}`]: { ...generatedKey, tokenLink: link },
      [`POST ${INVITATIONS}`]: { id: "i1", link, mailed: false },
    });
    renderInAccount(panel, everything);
    await screen.findByRole("checkbox", { name: omsReadOnly.name });
    await fillIn();
    const boxes = screen.getAllByRole<HTMLInputElement>("checkbox");
    expect(boxes.length).toBeGreaterThanOrEqual(offered.length);
    expect(boxes.filter(({ checked }) => checked)).toEqual([]);
    expect(screen.queryAllByRole("radio", { checked: true })).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: submit }));
    await waitFor(() => expect(seen.some(({ method }) => method === "POST")).toBe(true));
    expect(seen.filter(({ method }) => method === "POST")).toMatchObject([{ path: url, body: { roles: [] } }]);
  },
);
