import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { type Action, ActionMenu } from "./ActionMenu.tsx";

afterEach(cleanup);

function openMenu(reasons: readonly (string | undefined)[]) {
  const onAction = vi.fn();
  const actions: Action[] = reasons.map((disabledReason, index) => ({
    id: String(index),
    label: `Action ${index}`,
    icon: "pencil",
    onAction,
    disabledReason,
  }));
  render(<ActionMenu label="Actions for lk-acme-XN95MAY0MV4X" hint="Actions" actions={actions} />);
  fireEvent.click(screen.getByRole("button", { name: "Actions for lk-acme-XN95MAY0MV4X" }));
  return onAction;
}

test("closes, gives the focus back and does what is chosen", async () => {
  const onAction = openMenu([undefined, undefined]);
  fireEvent.click(screen.getByRole("menuitem", { name: "Action 1" }));
  await waitFor(() => expect(onAction).toHaveBeenCalledOnce());
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("button"));
});

test("stays open on what can't be done, can be reached by keyboard there, and says why", () => {
  const onAction = openMenu(["not now", undefined]);
  const item = screen.getByRole("menuitem", { name: /^Action 0/ });
  expect(item.getAttribute("aria-disabled")).toBe("true");
  expect(item.textContent).toContain("not now");
  fireEvent.keyDown(screen.getByRole("menu"), { key: "ArrowDown" });
  fireEvent.keyDown(screen.getByRole("menu"), { key: "ArrowUp" });
  expect(document.activeElement).toBe(item);
  fireEvent.click(item);
  expect(onAction).not.toHaveBeenCalled();
  expect(screen.getByRole("menu")).toBeTruthy();
});

test("says once what holds for all that can't be done", () => {
  openMenu(["look only", undefined, "look only"]);
  expect(screen.getAllByText("look only")).toHaveLength(1);
});
