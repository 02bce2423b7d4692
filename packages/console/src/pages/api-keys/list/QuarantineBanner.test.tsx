import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderInAccount } from "../../../testing/render-in-account.tsx";
import { QuarantineBanner } from "./QuarantineBanner.tsx";

function show(count: number | undefined, isFiltered = false) {
  const onFilter = vi.fn();
  renderInAccount(<QuarantineBanner count={count} isFiltered={isFiltered} onFilter={onFilter} />);
  return onFilter;
}

test.each([
  [1, "1 key is quarantined after a restore", "Show it"],
  [12, "12 keys are quarantined after a restore", "Show them"],
])("counts %i, and shows nothing else on request", (count, title, action) => {
  const onFilter = show(count);
  expect(screen.getByText(title)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: action }));
  expect(onFilter).toHaveBeenCalledWith(true);
});

test("is there as long as the list shows nothing else, so that there is a way back", () => {
  const onFilter = show(0, true);
  fireEvent.click(screen.getByRole("button", { name: "Show all keys" }));
  expect(onFilter).toHaveBeenCalledWith(false);
});

test.each([0, undefined])("is silent where %s wait", (count) => {
  show(count);
  expect(screen.queryByRole("button")).toBeNull();
});
