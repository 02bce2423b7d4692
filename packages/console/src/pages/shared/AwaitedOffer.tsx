import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { ProblemBanner } from "./Problem.tsx";

interface AwaitedOfferProps {
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** In the place of what a link offers, while that is looked up, and where it can't be. */
export function AwaitedOffer({ error, onRetry }: AwaitedOfferProps) {
  const { t } = useTranslation();
  if (!error) return <Skeleton width="100%" heightPixels={160} />;
  return (
    <ProblemBanner error={error}>
      <span>
        <Button size="small" onPress={onRetry}>
          {t("common.retry")}
        </Button>
      </span>
    </ProblemBanner>
  );
}
