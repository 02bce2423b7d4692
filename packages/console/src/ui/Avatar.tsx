import "./avatar.css";

interface AvatarProps {
  /** Whose first letter stands in it. */
  readonly name: string;
  /** `person` is round, `company` square. */
  readonly kind: "person" | "company";
  /** Default: `medium`, 32 px. */
  readonly size?: "small" | "medium";
}

/** A letter that stands for somebody. Their name stands beside it or labels what it is in. */
export function Avatar({ name, kind, size = "medium" }: AvatarProps) {
  return (
    <span className="avatar" data-kind={kind} data-size={size} aria-hidden="true">
      {firstLetter(name)}
    </span>
  );
}

/** The first whole character that one sees, in upper case: "Ç" of "ção", and a flag as one flag. */
function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(name.trim());
  return first === undefined ? "?" : first.segment.toLocaleUpperCase();
}
