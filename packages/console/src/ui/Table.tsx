import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";
import "./table.css";

/** Order of a column: up from its least value, down from its greatest, or another column orders the table. */
export type SortDirection = "ascending" | "descending" | "none";

interface TableProps {
  readonly label: string;
  /** Whether newer content is on its way; what is there stays, and steps back. */
  readonly isStale?: boolean;
  /** Widths of the columns as CSS, in order, so that nothing moves when the content changes. `auto` shares what is left. */
  readonly columnWidths: readonly string[];
  readonly head: ReactNode;
  readonly children: ReactNode;
}

/**
 * A table that becomes a list of cards where there is no room for columns.
 *
 * The roles say what the elements are by themselves, but browsers forget it once their display changes.
 */
export function Table({ label, isStale = false, columnWidths, head, children }: TableProps) {
  return (
    <div className="table-frame" data-stale={isStale || undefined}>
      <table className="table" role="table" aria-label={label} aria-busy={isStale}>
        <colgroup>
          {columnWidths.map((width, column) => (
            <col key={column} style={{ width }} />
          ))}
        </colgroup>
        <thead role="rowgroup" className="table-head">
          <tr role="row">{head}</tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

interface ColumnProps {
  readonly children: ReactNode;
  /** Left out where the column can't order the table. */
  readonly sort?: SortDirection;
  readonly onSort?: () => void;
  /** The label is read out, not shown: for a column of buttons. */
  readonly isLabelHidden?: boolean;
}

export function Column({ children, sort, onSort, isLabelHidden = false }: ColumnProps) {
  return (
    <th role="columnheader" scope="col" className="table-column" {...(sort !== undefined && { "aria-sort": sort })}>
      {sort === undefined ? (
        <span className={isLabelHidden ? "visually-hidden" : undefined}>{children}</span>
      ) : (
        <button type="button" className="table-sort" data-sort={sort} onClick={onSort}>
          {children}
          <Icon name={sort === "ascending" ? "sortUp" : sort === "descending" ? "sortDown" : "sortNone"} />
        </button>
      )}
    </th>
  );
}

/** Cells in a line; on a card, under each other. */
export function Row({ children }: { readonly children: ReactNode }) {
  return (
    <tr role="row" className="table-row">
      {children}
    </tr>
  );
}

interface DetailRowProps {
  /** What a button that opens it controls. */
  readonly id?: string;
  /** How many columns the table has. */
  readonly columns: number;
  readonly children: ReactNode;
}

/** Stands right after a row, over the whole width, and belongs to it: what fits in no column. */
export function DetailRow({ id, columns, children }: DetailRowProps) {
  return (
    <tr role="row" id={id} className="table-detail">
      <td role="cell" className="table-detail-cell" colSpan={columns}>
        {children}
      </td>
    </tr>
  );
}

interface CellProps {
  readonly children: ReactNode;
  /** Stands before the content where the column's header is out of sight. */
  readonly label?: string;
  /** `header`: says what the row is about. `actions`: holds its menu. */
  readonly kind?: "header" | "actions";
  /** On a card it takes a line of its own. */
  readonly isWide?: boolean;
}

export function Cell({ children, label, kind, isWide = false }: CellProps) {
  const content = (
    <>
      {label !== undefined && (
        <span className="table-cell-label" aria-hidden="true">
          {label}
        </span>
      )}
      {children}
    </>
  );
  return kind === "header" ? (
    <th role="rowheader" scope="row" className="table-cell" data-kind={kind}>
      {content}
    </th>
  ) : (
    <td role="cell" className="table-cell" data-kind={kind} data-wide={isWide || undefined}>
      {content}
    </td>
  );
}
