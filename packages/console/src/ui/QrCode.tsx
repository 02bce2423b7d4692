import { encode } from "uqr";
import "./qr-code.css";

/** Modules of quiet around the code, which readers need to find it. */
const BORDER = 4;

interface QrCodeProps {
  readonly text: string;
  /** What it is, for those who can't point a camera at it. */
  readonly label: string;
}

/** A text for a camera. Dark on light in either theme: not every reader knows it the other way round. */
export function QrCode({ text, label }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: "M", border: BORDER });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={dark.join("")} />
    </svg>
  );
}
