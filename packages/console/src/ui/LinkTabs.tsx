import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import "./link-tabs.css";

interface LinkTabsProps {
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly label: string; readonly href: string }[];
  readonly selectedId: string;
  /** What the selected tab shows. */
  readonly children: ReactNode;
}

/** Tabs that are addresses: each can be opened on its own, and the browser's Back goes between them. */
export function LinkTabs({ label, tabs, selectedId, children }: LinkTabsProps) {
  return (
    <Tabs selectedKey={selectedId} className="tabs">
      <TabList aria-label={label} className="tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} href={tab.href} className="tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={selectedId} id={selectedId} className="tab-panel">
        {children}
      </TabPanel>
    </Tabs>
  );
}
