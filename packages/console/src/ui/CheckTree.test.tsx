import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type CheckNode, CheckTree } from "./CheckTree.tsx";

afterEach(cleanup);

const leaf = (id: string, lockedReason?: string): CheckNode => ({ id, label: `Leaf ${id}`, hint: id, lockedReason });

const nodes: readonly CheckNode[] = [
  {
    id: "group oms",
    label: "OMS",
    children: [
      { id: "group oms read", label: "Reading", children: [leaf("view"), leaf("list")] },
      { id: "group oms write", label: "Writing", children: [leaf("cancel"), leaf("locked", "You lack it.")] },
    ],
  },
  {
    id: "group pci",
    label: "PCI",
    children: [{ id: "group pci all", label: "All of it", children: [leaf("refund")] }],
  },
];

interface ChosenProps {
  readonly start?: readonly string[];
  readonly onChange?: (value: readonly string[]) => void;
}

function Chosen({ start = [], onChange }: ChosenProps) {
  const [value, setValue] = useState<ReadonlySet<string>>(new Set(start));
  return (
    <CheckTree
      label="Permissions"
      nodes={nodes}
      countLabel={(chosen, total) => `${chosen} of ${total}`}
      toggleLabel="Show or hide"
      value={value}
      onChange={(next) => {
        setValue(next);
        onChange?.([...next].toSorted());
      }}
    />
  );
}

const rows = () => screen.getAllByRole("row").map((row) => row.getAttribute("aria-label"));
const row = (name: RegExp) => screen.getByRole("row", { name });
const open = (group: string) =>
  fireEvent.click(screen.getByRole("button", { name: new RegExp(`^Show or hide ${group}, `) }));
const box = (name: RegExp) => row(name).querySelector("input");
const toggle = (name: RegExp) => fireEvent.click(box(name) ?? row(name));

describe("groups", () => {
  test("are closed at first, and what is in a closed one isn't there", () => {
    render(<Chosen />);
    expect(rows()).toEqual(["OMS, 0 of 4", "PCI, 0 of 1"]);
    open("OMS");
    expect(rows()).toEqual(["OMS, 0 of 4", "Reading, 0 of 2", "Writing, 0 of 2", "PCI, 0 of 1"]);
  });

  test("with a single group in them open that as well", () => {
    render(<Chosen />);
    open("PCI");
    expect(rows()).toEqual(["OMS, 0 of 4", "PCI, 0 of 1", "All of it, 0 of 1", "Leaf refund, refund"]);
    open("PCI");
    expect(rows()).toEqual(["OMS, 0 of 4", "PCI, 0 of 1"]);
  });

  test("open and close by arrow keys", () => {
    render(<Chosen />);
    fireEvent.focus(row(/^OMS/));
    row(/^OMS/).focus();
    fireEvent.keyDown(row(/^OMS/), { key: "ArrowRight" });
    expect(rows()).toHaveLength(4);
    fireEvent.keyDown(row(/^OMS/), { key: "ArrowDown" });
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Reading, 0 of 2");
    fireEvent.keyDown(row(/^Reading/), { key: "ArrowLeft" });
    expect(document.activeElement?.getAttribute("aria-label")).toBe("OMS, 0 of 4");
    fireEvent.keyDown(row(/^OMS/), { key: "ArrowLeft" });
    expect(rows()).toHaveLength(2);
  });
});

describe("choosing", () => {
  test("a leaf marks its groups as chosen in part", () => {
    const onChange = vi.fn();
    render(<Chosen onChange={onChange} />);
    open("OMS");
    open("Reading");
    toggle(/^Leaf view/);
    expect(onChange).toHaveBeenLastCalledWith(["view"]);
    expect(rows().slice(0, 2)).toEqual(["OMS, 1 of 4", "Reading, 1 of 2"]);
    expect(box(/^Reading/)?.indeterminate).toBe(true);
    toggle(/^Leaf list/);
    expect(box(/^Reading/)?.indeterminate).toBe(false);
    expect(box(/^Reading/)?.checked).toBe(true);
  });

  test("a group chooses all in it that may be chosen, also where it is closed, and gives it up again", () => {
    const onChange = vi.fn();
    render(<Chosen start={["refund"]} onChange={onChange} />);
    toggle(/^OMS/);
    expect(onChange).toHaveBeenLastCalledWith(["cancel", "list", "refund", "view"]);
    expect(row(/^OMS/).getAttribute("aria-label")).toBe("OMS, 3 of 4");
    // One of it is chosen by nobody here: it isn't whole.
    expect(box(/^OMS/)?.indeterminate).toBe(true);
    toggle(/^OMS/);
    expect(onChange).toHaveBeenLastCalledWith(["refund"]);
  });

  test("in part becomes whole first", () => {
    const onChange = vi.fn();
    render(<Chosen start={["view"]} onChange={onChange} />);
    toggle(/^OMS/);
    expect(onChange).toHaveBeenLastCalledWith(["cancel", "list", "view"]);
  });

  test("what is locked stays as it is, and says why", () => {
    const onChange = vi.fn();
    render(<Chosen start={["locked", "view"]} onChange={onChange} />);
    open("OMS");
    open("Writing");
    expect(row(/^Leaf locked/).getAttribute("aria-label")).toContain("You lack it.");
    toggle(/^Leaf locked/);
    expect(onChange).not.toHaveBeenCalled();
    toggle(/^OMS/);
    toggle(/^OMS/);
    expect(onChange).toHaveBeenLastCalledWith(["locked"]);
  });

  test("is not offered where there is nothing to choose", () => {
    render(
      <CheckTree
        label="Permissions"
        nodes={nodes}
        isOpen
        countLabel={(_chosen, total) => String(total)}
        toggleLabel="Show or hide"
      />,
    );
    expect(rows()).toHaveLength(10);
    expect(screen.queryAllByRole("checkbox")).toEqual([]);
  });
});

test("thousands are quick to choose among: what is closed isn't rendered", () => {
  const many = Array.from({ length: 60 }, (_, product): CheckNode => {
    const children = Array.from({ length: 100 }, (_none, index) => leaf(`${product}.${index}`));
    return { id: `group ${product}`, label: `Product ${product}`, children };
  });
  const onChange = vi.fn<(value: ReadonlySet<string>) => void>();
  render(
    <CheckTree
      label="Permissions"
      nodes={many}
      countLabel={(chosen, total) => `${chosen} of ${total}`}
      toggleLabel="Show or hide"
      value={new Set()}
      onChange={onChange}
    />,
  );
  expect(document.querySelectorAll("[role=row]")).toHaveLength(60);
  fireEvent.click(document.querySelectorAll("[role=row] input")[7] as HTMLInputElement);
  expect(onChange.mock.lastCall?.[0].size).toBe(100);
});
