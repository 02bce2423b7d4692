import { type ReactNode, useEffect, useRef } from "react";
import { ProductMark } from "../../ui/Icon.tsx";
import "./credentials-page.css";

interface LinkCardProps {
  /** The heading takes the focus when this changes: what was pressed is gone by then. */
  readonly state: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** All that the page of a one-time link shows at a time. */
export function LinkCard({ state, title, children }: LinkCardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(state);
  useEffect(() => {
    if (shown.current === state) return;
    shown.current = state;
    heading.current?.focus();
  }, [state]);
  return (
    <main className="credentials">
      <div className="credentials-card">
        <ProductMark size={40} />
        <h1 ref={heading} tabIndex={-1} className="credentials-title">
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
