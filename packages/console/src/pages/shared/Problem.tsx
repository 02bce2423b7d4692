import { useTranslation } from "react-i18next";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Message } from "../../ui/Message.tsx";
import { useResourceName } from "./access-context.ts";
import { describeError } from "./describe-error.ts";

interface ProblemBannerProps {
  readonly error: Error;
  /** What can be done about it, after the words. */
  readonly children?: React.ReactNode;
}

/** A failure beside what failed: in a form, in a dialog. */
export function ProblemBanner({ error, children }: ProblemBannerProps) {
  const { t } = useTranslation();
  const { text, requestId } = describeError(t, error, useResourceName());
  return (
    <Banner tone="danger" announce="alert">
      <p>{text}</p>
      {requestId !== undefined && <p>{t("errors.requestId", { id: requestId })}</p>}
      {children}
    </Banner>
  );
}

interface ProblemMessageProps {
  readonly title: string;
  /** Default: 2. 1 where it is all that the page has to say. */
  readonly level?: 1 | 2;
  readonly error: Error;
  readonly onRetry: () => void;
}

/** A failure in the place of what should have been there. */
export function ProblemMessage({ title, level = 2, error, onRetry }: ProblemMessageProps) {
  const { t } = useTranslation();
  const { text, requestId } = describeError(t, error, useResourceName());
  return (
    <Message
      icon="cloudOff"
      title={title}
      level={level}
      announce="alert"
      actions={<Button onPress={onRetry}>{t("common.retry")}</Button>}
      note={requestId === undefined ? undefined : t("errors.requestId", { id: requestId })}
    >
      <p>{text}</p>
    </Message>
  );
}
