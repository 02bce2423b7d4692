import { type ReactNode, useId } from "react";
import "./profile.css";

interface ProfileSectionProps {
  readonly title: string;
  readonly text?: ReactNode;
  readonly children: ReactNode;
}

/** One thing of the profile: what it is about, and what can be done about it. */
export function ProfileSection({ title, text, children }: ProfileSectionProps) {
  const id = useId();
  return (
    <section className="profile-section" aria-labelledby={id}>
      <div className="profile-section-about">
        <h2 id={id} className="profile-section-title">
          {title}
        </h2>
        {text !== undefined && <p className="profile-section-text">{text}</p>}
      </div>
      <div className="profile-section-content">{children}</div>
    </section>
  );
}
