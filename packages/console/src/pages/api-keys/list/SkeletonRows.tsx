import { Cell, Row } from "../../../ui/Table.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";

const WIDTHS = ["62%", "48%", "70%", "55%", "66%", "50%"];

/** The cells between the first and the last, as often as a table has such columns. */
const MIDDLE = [
  <Cell key="chips">
    <Skeleton width="80%" heightPixels={20} />
  </Cell>,
  <Cell key="lines">
    <span className="key-cell-lines">
      <Skeleton width="60%" />
      <Skeleton width="44%" />
    </span>
  </Cell>,
  <Cell key="pill">
    <Skeleton width="64px" heightPixels={22} />
  </Cell>,
];

/** Rows as high as real ones, until those are there. */
export function SkeletonRows({ columnCount = 5 }: { readonly columnCount?: number }) {
  return WIDTHS.map((width) => (
    <Row key={width}>
      <Cell isWide>
        <span className="key-cell-lines">
          <Skeleton width={width} heightPixels={14} />
          <Skeleton width="38%" />
        </span>
      </Cell>
      {MIDDLE.slice(Math.max(0, MIDDLE.length - (columnCount - 2)))}
      <Cell kind="actions">{null}</Cell>
    </Row>
  ));
}
