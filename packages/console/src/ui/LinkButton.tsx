import type { ReactNode } from "react";
import { Link } from "react-aria-components";
import "./button.css";

interface LinkButtonProps {
  readonly href: string;
  readonly children: ReactNode;
  /** Whether it leads to a file, which the browser saves. Default: false. */
  readonly isDownload?: boolean;
  /** Whether it leads out of the console, where the browser goes by itself. Default: false. */
  readonly isOutside?: boolean;
  /** Done before the browser goes there. */
  readonly onPress?: () => void;
}

/** A link that is what to do next, and looks like it. */
export function LinkButton({ href, children, isDownload = false, isOutside = false, onPress }: LinkButtonProps) {
  return (
    <Link
      href={href}
      className="button"
      data-variant="secondary"
      {...(onPress && { onPress })}
      {...(isDownload && { download: true })}
      // Whatever names a target is left to the browser.
      {...(isOutside && { target: "_top" })}
    >
      {children}
    </Link>
  );
}
