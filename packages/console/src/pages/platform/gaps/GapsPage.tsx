import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Message } from "../../../ui/Message.tsx";
import { usePaging } from "../../api-keys/list/use-paging.ts";
import { PlatformPage } from "../PlatformPage.tsx";
import { GapList } from "./GapList.tsx";
import { GapQuestion } from "./GapQuestion.tsx";
import { changeGaps } from "./gaps-search.ts";
import "./gaps.css";

const route = getRouteApi("/signed-in/platform/gaps");

/** Platform > Missing permissions: who would be refused once an API requires a permission. */
export function GapsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const { go, ...paging } = usePaging(search, changeGaps(search, {}));
  const state = {
    ...paging,
    search,
    change: (change: Parameters<typeof changeGaps>[1]) => go(changeGaps(search, change)),
  };
  return (
    <PlatformPage title={t("gaps.title")} about={t("gaps.about")}>
      <GapQuestion search={search} onChange={state.change} />
      {search.resource === undefined ? (
        <div className="key-list-message">
          <Message icon="shield" title={t("gaps.waitingTitle")}>
            <p>{t("gaps.waitingText")}</p>
          </Message>
        </div>
      ) : (
        <GapList resource={search.resource} state={state} />
      )}
    </PlatformPage>
  );
}
