import { type ReactNode, useState } from "react";
import {
  Button,
  CheckboxButton,
  CheckboxField,
  type Key,
  Tree,
  TreeItem,
  TreeItemContent,
} from "react-aria-components";
import { Icon } from "./Icon.tsx";
import "./checkbox.css";
import "./check-tree.css";

/** A thing that can be chosen, or a group of such things, however deep. */
export interface CheckNode {
  readonly id: string;
  readonly label: string;
  /** Small print after the label, such as its key. */
  readonly hint?: string;
  /** Why it can't be chosen, or given up: it stays as it is. */
  readonly lockedReason?: string | undefined;
  /** Left out for a leaf. */
  readonly children?: readonly CheckNode[];
}

interface CheckTreeProps {
  readonly label: string;
  readonly nodes: readonly CheckNode[];
  /** Says how much of a group is chosen; its state as a screen reader says it knows "some" only as "not all". */
  readonly countLabel: (chosen: number, total: number) => string;
  /** Says what the button does that opens and closes a group; the group's name is read after it. */
  readonly toggleLabel: string;
  /** Opens every group: there is little in them. */
  readonly isOpen?: boolean;
  /** Ids of the chosen leaves. Left out where there is nothing to choose. */
  readonly value?: ReadonlySet<string>;
  readonly onChange?: (value: ReadonlySet<string>) => void;
}

/**
 * Leaves to choose, in groups that are chosen whole or in part. One stop of the Tab key; arrows go about in it, right and
 * left open and close, space chooses. What is in a closed group isn't rendered, so it bears thousands.
 */
export function CheckTree(props: CheckTreeProps) {
  const { label, nodes, isOpen = false, value, onChange } = props;
  const [opened, setOpened] = useState<ReadonlySet<Key>>(new Set());
  const expanded = isOpen ? new Set(groupsOf(nodes)) : opened;
  const selected = new Set(value === undefined ? [] : wholeIn(nodes, value));

  function choose(next: ReadonlySet<Key> | "all"): void {
    if (value === undefined) return;
    const added = next === "all" ? nodes : nodesOf(nodes).filter((node) => next.has(node.id) && !selected.has(node.id));
    const removed = next === "all" ? [] : nodesOf(nodes).filter((node) => selected.has(node.id) && !next.has(node.id));
    const result = new Set(value);
    // Whatever else of a group was chosen already is in neither.
    for (const leaf of added.flatMap(freeLeavesOf)) result.add(leaf.id);
    for (const leaf of removed.flatMap(freeLeavesOf)) result.delete(leaf.id);
    if (result.size !== value.size || [...result].some((leaf) => !value.has(leaf))) onChange?.(result);
  }

  function expand(next: ReadonlySet<Key>): void {
    if (isOpen) return;
    // A single group within one that is opened has nothing to choose between.
    const single = nodes.filter((node) => next.has(node.id) && !opened.has(node.id)).flatMap(onlyGroupOf);
    setOpened(new Set([...next, ...single]));
  }

  return (
    <Tree
      aria-label={label}
      className="check-tree"
      selectionMode={value === undefined ? "none" : "multiple"}
      selectedKeys={selected}
      onSelectionChange={choose}
      expandedKeys={expanded}
      onExpandedChange={expand}
      disabledKeys={nodesOf(nodes)
        .filter((node) => freeLeavesOf(node).length === 0)
        .map((node) => node.id)}
      disabledBehavior="selection"
    >
      {nodes.map((node) => (
        <CheckItem key={node.id} {...props} node={node} expanded={expanded} />
      ))}
    </Tree>
  );
}

interface CheckItemProps extends CheckTreeProps {
  readonly node: CheckNode;
  readonly expanded: ReadonlySet<Key>;
}

function CheckItem({ node, expanded, ...props }: CheckItemProps): ReactNode {
  const { value, countLabel, toggleLabel } = props;
  const { id, label, hint, children, lockedReason } = node;
  const leaves = leavesOf(node);
  const chosen = value === undefined ? 0 : leaves.filter((leaf) => value.has(leaf.id)).length;
  const count = children === undefined ? undefined : countLabel(chosen, leaves.length);
  return (
    <TreeItem
      id={id}
      className="check-tree-item"
      textValue={[label, count ?? hint, lockedReason].filter(Boolean).join(", ")}
      hasChildItems={children !== undefined}
      data-leaf={children === undefined || undefined}
    >
      <TreeItemContent>
        <span className="check-tree-row">
          {children === undefined ? (
            <span className="check-tree-indent" />
          ) : (
            <Button slot="chevron" className="check-tree-chevron" aria-label={toggleLabel}>
              <Icon name="chevronRight" />
            </Button>
          )}
          {value !== undefined && (
            <CheckboxField slot="selection" isIndeterminate={chosen > 0 && chosen < leaves.length}>
              <CheckboxButton className="checkbox">
                <span className="checkbox-box">
                  <Icon name={chosen > 0 && chosen < leaves.length ? "minus" : "check"} />
                </span>
              </CheckboxButton>
            </CheckboxField>
          )}
          <span className="check-tree-text">
            <span className="check-tree-label">{label}</span>
            {count !== undefined && (
              <span className="check-tree-count" data-some={chosen > 0 || undefined}>
                {count}
              </span>
            )}
            {hint !== undefined && <code className="check-tree-hint">{hint}</code>}
            {lockedReason !== undefined && <span className="check-tree-reason">{lockedReason}</span>}
          </span>
        </span>
      </TreeItemContent>
      {children !== undefined &&
        (expanded.has(id) ? (
          children.map((child) => <CheckItem key={child.id} {...props} node={child} expanded={expanded} />)
        ) : (
          // Never shown: React Aria takes an item with nothing in it for a leaf.
          <TreeItem id={`${id} closed`} textValue={label}>
            {null}
          </TreeItem>
        ))}
    </TreeItem>
  );
}

function nodesOf(nodes: readonly CheckNode[]): CheckNode[] {
  return nodes.flatMap((node) => [node, ...nodesOf(node.children ?? [])]);
}

function groupsOf(nodes: readonly CheckNode[]): string[] {
  return nodesOf(nodes)
    .filter((node) => node.children !== undefined)
    .map((node) => node.id);
}

function leavesOf(node: CheckNode): readonly CheckNode[] {
  return node.children === undefined ? [node] : node.children.flatMap(leavesOf);
}

function freeLeavesOf(node: CheckNode): readonly CheckNode[] {
  return leavesOf(node).filter((leaf) => leaf.lockedReason === undefined);
}

/** Leaves that are chosen, and groups of which all is that can be. */
function wholeIn(nodes: readonly CheckNode[], value: ReadonlySet<string>): string[] {
  return nodesOf(nodes)
    .filter((node) => {
      if (node.children === undefined) return value.has(node.id);
      const free = freeLeavesOf(node);
      return free.length > 0 && free.every((leaf) => value.has(leaf.id));
    })
    .map((node) => node.id);
}

function onlyGroupOf({ children = [] }: CheckNode): string[] {
  const [only, ...others] = children;
  return only?.children !== undefined && others.length === 0 ? [only.id] : [];
}
