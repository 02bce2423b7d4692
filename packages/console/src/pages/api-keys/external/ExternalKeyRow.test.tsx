import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { externalKey } from "../../../testing/sample-data.ts";
import { Table } from "../../../ui/Table.tsx";
import { ExternalKeyRow } from "./ExternalKeyRow.tsx";

function renderRow(change: Partial<typeof externalKey>) {
  renderInAccount(
    <Table label="External keys" columnWidths={[]} head={null}>
      <ExternalKeyRow externalKey={{ ...externalKey, ...change }} actions={[]} />
    </Table>,
  );
}

test.each([
  ["owner-deactivated", "Deactivated by its owner"],
  ["owner-suspended", "Owner’s account is suspended"],
  ["owner-deleted", "Deleted by its owner"],
  ["suspended-here", "Suspended here"],
  ["expired", "Expired"],
] as const)("an inactive key says why: %s", (statusReason, words) => {
  renderRow({ status: "inactive", statusReason });
  expect(screen.getByText("Inactive")).toBeTruthy();
  expect(screen.getByText(words)).toBeTruthy();
});

test("a quarantined key says that it waits for a decision", () => {
  renderRow({ status: "inactive", statusReason: "suspended-here", suspendedHere: true, quarantined: true });
  expect(screen.getByText("Quarantined after a restore")).toBeTruthy();
});

test("names the key, its owner, the host's own name for it, and its roles", () => {
  renderRow({});
  expect(screen.getByRole("rowheader").textContent).toContain("CrediPay");
  expect(screen.getByText("Credit for companies")).toBeTruthy();
  expect(screen.getByRole("button", { name: `Copy key ${externalKey.key}` }).textContent).toBe(externalKey.key);
  expect(screen.getByRole("button", { name: `Actions for ${externalKey.key}` })).toBeTruthy();
});

test("shows markup in names as text", () => {
  renderRow({ name: "<img src=x onerror=alert(1)>", owner: { account: "x", displayName: "<b>Bold</b>" } });
  expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy();
  expect(screen.getByText("<b>Bold</b>")).toBeTruthy();
});

test("shows two roles and a way to the rest; none is said plainly", () => {
  renderRow({ roles: ["A", "B", "C", "D"].map((name) => ({ id: name, name })) });
  expect(screen.getByText("B")).toBeTruthy();
  expect(screen.queryByText("C")).toBeNull();
  expect(screen.getByRole("button", { name: `+2 roles of ${externalKey.key}` }).textContent).toBe("+2");
});

test("says that a key without roles may do nothing", () => {
  renderRow({ roles: [] });
  expect(screen.getByText("May do nothing")).toBeTruthy();
});

test("shows a limit where there is one", () => {
  renderRow({ requestsPerMinute: 1_200 });
  expect(screen.getByText("At most 1,200 requests a minute")).toBeTruthy();
  renderRow({ requestsPerMinute: null, key: "lk-other-000000000000" });
  expect(screen.getAllByText(/a minute/)).toHaveLength(1);
});

test("shows from where alone it may be used, where that isn't anywhere", () => {
  renderRow({ allowedNetworks: ["203.0.113.0/24"] });
  expect(screen.getByText("Only from 203.0.113.0/24")).toBeTruthy();
  renderRow({ allowedNetworks: ["203.0.113.0/24", "::1/128"], key: "lk-other-000000000000" });
  expect(screen.getByText("Only from 2 networks").title).toBe("203.0.113.0/24\n::1/128");
  renderRow({ allowedNetworks: [], key: "lk-third-000000000000" });
  expect(screen.getAllByText(/^Only from/)).toHaveLength(2);
});
