import "./skeleton.css";

interface SkeletonProps {
  /** Width as CSS, near that of what will stand here. */
  readonly width: string;
  /** Height in pixels. Default: 12. */
  readonly heightPixels?: number;
}

/** Holds the place of something that is still loading. Whoever shows it marks the region busy. */
export function Skeleton({ width, heightPixels = 12 }: SkeletonProps) {
  return <span className="skeleton" aria-hidden="true" style={{ width, height: heightPixels }} />;
}
