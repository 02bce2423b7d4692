import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import "../api-keys/api-keys-page.css";
import "./platform.css";

interface PlatformPageProps {
  readonly title: string;
  /** What is listed, and what it means. */
  readonly about: string;
  readonly children: ReactNode;
}

/** Frame of the platform's lists; what a list opens stands over it. */
export function PlatformPage({ title, about, children }: PlatformPageProps) {
  return (
    <>
      <h1 className="page-title">{title}</h1>
      <div className="platform-page">
        <p className="tab-about">{about}</p>
        {children}
      </div>
      <Outlet />
    </>
  );
}
