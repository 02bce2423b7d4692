import { Cell, Row } from "../../../ui/Table.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";

const WIDTHS = ["62%", "48%", "70%", "55%", "66%", "50%"];

/** Rows as high as real ones, until those are there. */
export function SkeletonRows() {
  return WIDTHS.map((width) => (
    <Row key={width}>
      <Cell isWide>
        <span className="key-cell-lines">
          <Skeleton width={width} heightPixels={14} />
          <Skeleton width="38%" />
        </span>
      </Cell>
      <Cell>
        <Skeleton width="80%" heightPixels={20} />
      </Cell>
      <Cell>
        <span className="key-cell-lines">
          <Skeleton width="60%" />
          <Skeleton width="44%" />
        </span>
      </Cell>
      <Cell>
        <Skeleton width="64px" heightPixels={22} />
      </Cell>
      <Cell kind="actions">{null}</Cell>
    </Row>
  ));
}
