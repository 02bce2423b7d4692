import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { fakeService } from "../../../testing/fake-service.ts";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { OpenRenewalsBanner } from "./OpenRenewalsBanner.tsx";

function show(total: number, isFiltered = false) {
  const { seen } = fakeService({ "GET /v1/accounts/acme/api-keys": { items: [], nextCursor: null, total } });
  const onFilter = vi.fn();
  renderInAccount(<OpenRenewalsBanner isFiltered={isFiltered} onFilter={onFilter} />);
  return { onFilter, seen };
}

test.each([
  [1, "1 key has an old token that is still to be deleted", "Show it"],
  [12, "12 keys have an old token that is still to be deleted", "Show them"],
])("counts %i, of all pages, and shows nothing else on request", async (total, title, action) => {
  const { onFilter, seen } = show(total);
  await screen.findByText(title);
  fireEvent.click(screen.getByRole("button", { name: action }));
  expect(onFilter).toHaveBeenCalledWith(true);
  expect(seen[0]?.path).toContain("renewal=open");
});

test("is there as long as the list shows nothing else, so that there is a way back", async () => {
  const { onFilter } = show(0, true);
  await screen.findByText("No key has an old token any more");
  fireEvent.click(screen.getByRole("button", { name: "Show all keys" }));
  expect(onFilter).toHaveBeenCalledWith(false);
});

test("is silent where there is nothing to delete", async () => {
  const { seen } = show(0);
  await waitFor(() => expect(seen).toHaveLength(1));
  expect(screen.queryByRole("button")).toBeNull();
});
