import type { ReactNode } from "react";
import { Link } from "react-aria-components";
import "./button.css";

interface LinkButtonProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** A link that is what to do next, and looks like it. */
export function LinkButton({ href, children }: LinkButtonProps) {
  return (
    <Link href={href} className="button" data-variant="secondary">
      {children}
    </Link>
  );
}
