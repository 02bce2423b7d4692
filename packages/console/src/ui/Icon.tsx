import type { SVGProps } from "react";
import "./icon.css";

const SHAPES = {
  plus: "M8 3v10M3 8h10",
  minus: "M3.5 8h9",
  search: "M7.25 12a4.75 4.75 0 1 0 0-9.5 4.75 4.75 0 0 0 0 9.5ZM10.7 10.7l2.8 2.8",
  kebab: "M8 3.5v.01M8 8v.01M8 12.5v.01",
  copy: "M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M3.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1Z",
  check: "m3 8.5 3.2 3L13 4.5",
  close: "m4 4 8 8M12 4l-8 8",
  chevronDown: "m4 6 4 4 4-4",
  chevronRight: "m6 4 4 4-4 4",
  chevronLeft: "m10 4-4 4 4 4",
  chevronsLeft: "m8 4-4 4 4 4M12.5 4l-4 4 4 4",
  sortNone: "m5 6 3-3 3 3M5 10l3 3 3-3",
  sortUp: "M8 12.5v-9M4.5 7 8 3.5 11.5 7",
  sortDown: "M8 3.5v9M4.5 9 8 12.5 11.5 9",
  key: "M9.6 8.9 13.5 13M11.2 10.6l1.6-1.5M6.25 10a3.75 3.75 0 1 1 0-7.5 3.75 3.75 0 0 1 0 7.5Z",
  handshake: "M2 8h7.5M6.5 4.5 10 8l-3.5 3.5M10.5 2.5h2a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-2",
  warning: "M8 6.2v3.2M8 11.6v.01M7.1 2.9 1.9 12a1 1 0 0 0 .9 1.5h10.4a1 1 0 0 0 .9-1.5L8.9 2.9a1 1 0 0 0-1.8 0Z",
  info: "M8 7.4v3.4M8 5v.01M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z",
  lock: "M5 7V5a3 3 0 0 1 6 0v2M4 7h8a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z",
  download: "M8 2.5v7.5M5 7l3 3 3-3M3 13h10",
  chart: "M2.5 13.5h11M4.5 11V8M8 11V4.5M11.5 11V6.5",
  shield: "M8 1.8l5 1.9v3.9c0 3.1-2.1 5.4-5 6.6-2.9-1.2-5-3.5-5-6.6V3.7l5-1.9ZM5.8 8l1.6 1.6L10.4 6.4",
  list: "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4v.01M2.5 8v.01M2.5 12v.01",
  pencil: "M9.8 3.7 12.3 6.2M3 13l.6-2.9 7-7a1.2 1.2 0 0 1 1.7 0l.6.6a1.2 1.2 0 0 1 0 1.7l-7 7L3 13Z",
  trash:
    "M2.5 4.5h11M6 4.5v-1a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1M4 4.5l.6 8a1 1 0 0 0 1 1h4.8a1 1 0 0 0 1-1l.6-8M6.8 7.3v3.4M9.2 7.3v3.4",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M4.5 3.2v9.6L12.5 8 4.5 3.2Z",
  renew: "M13 8a5 5 0 0 1-9.1 2.9M3 8a5 5 0 0 1 9.1-2.9M12.5 2.3v3h-3M3.5 13.7v-3h3",
  undo: "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.8 3.5 3 6.5l2.8 3",
  link: "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.9-.9",
  linkOff:
    "M2.5 2.5l11 11M7.9 4.3l1.1-1a2.6 2.6 0 0 1 3.7 3.7l-1.7 1.7M5.2 7.1 3.3 9A2.6 2.6 0 0 0 7 12.7l.9-.9M6.8 9.2a2.6 2.6 0 0 0 1.6.8",
  send: "M13.5 2.5 7.2 8.8M13.5 2.5 9.4 13.5 7.2 8.8 2.5 6.6 13.5 2.5Z",
  signOut: "M6.5 13.5h-3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h3M10 11l3-3-3-3M13 8H6.5",
  building:
    "M3.5 13.5v-10a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v10M2 13.5h12M6.3 5.5v.01M9.7 5.5v.01M6.3 8v.01M9.7 8v.01M6.8 13.5v-2.5h2.4v2.5",
  compass: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM10.4 5.6 9.2 9.2 5.6 10.4l1.2-3.6 3.6-1.2Z",
  cloudOff: "M2.5 2.5l11 11M5 5.4A3.6 3.6 0 0 0 4.6 12.5h6.7M7.2 4.1a3.8 3.8 0 0 1 4.4 3.2 2.6 2.6 0 0 1 2.1 4",
  monitor: "M3 3h10a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM6 13.5h4M8 11v2.5",
  sun: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.8v1M8 13.2v1M1.8 8h1M13.2 8h1M3.6 3.6l.7.7M11.7 11.7l.7.7M3.6 12.4l.7-.7M11.7 4.3l.7-.7",
  moon: "M13.3 9.6A5.6 5.6 0 0 1 6.4 2.7a5.6 5.6 0 1 0 6.9 6.9Z",
  person: "M8 7.8a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.8 13.6c.5-2.6 2.6-4 5.2-4s4.7 1.4 5.2 4",
  globe:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c1.8 1.7 2.6 3.7 2.6 6S9.8 12.3 8 14C6.2 12.3 5.4 10.3 5.4 8S6.2 3.7 8 2Z",
  eye: "M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
  eyeOff:
    "M2.5 2.5l11 11M6.3 4.1A6 6 0 0 1 8 3.8c4 0 6.2 4.2 6.2 4.2a10 10 0 0 1-1.8 2.3M9.9 11.9a6 6 0 0 1-1.9.3C4 12.2 1.8 8 1.8 8a10 10 0 0 1 2.4-2.8M6.7 6.8a1.8 1.8 0 0 0 2.5 2.5",
} as const;

export type IconName = keyof typeof SHAPES;

interface IconProps extends Omit<SVGProps<SVGSVGElement>, "name" | "children"> {
  readonly name: IconName;
}

/** A 16-pixel line drawing. It says nothing to a screen reader: what it stands beside does. */
export function Icon({ name, ...rest }: IconProps) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" data-icon={name} className="icon" {...rest}>
      <path d={SHAPES[name]} />
    </svg>
  );
}

/** The product's mark: a keyhole. */
export function ProductMark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="product-mark">
      <rect width="32" height="32" rx="8" />
      <path d="M16 7.5a5.25 5.25 0 0 0-2.7 9.75l-1.1 6a1 1 0 0 0 1 1.25h5.6a1 1 0 0 0 1-1.25l-1.1-6A5.25 5.25 0 0 0 16 7.5Z" />
    </svg>
  );
}
