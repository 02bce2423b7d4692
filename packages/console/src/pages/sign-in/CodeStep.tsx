import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { signInByCode } from "../../api/session.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { ProductMark } from "../../ui/Icon.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { describeWait } from "../shared/describe-error.ts";
import { ProblemBanner } from "../shared/Problem.tsx";
import { DEFAULT_WAIT_SECONDS, useCountdown } from "./use-countdown.ts";

interface CodeStepProps {
  readonly onSignedIn: () => void;
  /** Back to email and password. */
  readonly onBack: () => void;
}

/** The second proof, after the password: a code of the person's app, or one of their recovery codes. */
export function CodeStep({ onSignedIn, onBack }: CodeStepProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { control, handleSubmit, reset, setFocus } = useForm({ defaultValues: { code: "" } });
  const [waitSeconds, startWait] = useCountdown();
  const attempt = useMutation({
    mutationFn: (code: string) => signInByCode(queries, code.trim()),
    gcTime: 0,
    onSuccess: onSignedIn,
    onError: (error) => {
      if (error instanceof LatchkeyError && error.status === 429)
        startWait(error.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS);
      reset();
      setFocus("code");
    },
  });
  const tooMany = waitSeconds > 0 ? t("signIn.tooMany", { wait: describeWait(t, waitSeconds) }) : undefined;
  const isWrong = attempt.error instanceof LatchkeyError && attempt.error.code === "SIGN_IN_FAILED";
  const isLimited = attempt.error instanceof LatchkeyError && attempt.error.status === 429;

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <ProductMark size={40} />
        <h1 className="sign-in-title">{t("signIn.codeHeading")}</h1>
        {tooMany !== undefined && (
          <Banner tone="warning" announce="status">
            <p>{tooMany}</p>
          </Banner>
        )}
        {isWrong && (
          <Banner tone="danger" announce="alert">
            <p>{t("signIn.codeFailed")}</p>
          </Banner>
        )}
        {attempt.error && !isWrong && !isLimited && <ProblemBanner error={attempt.error} />}
        <form
          className="sign-in-form"
          noValidate
          onSubmit={(event) => void handleSubmit(({ code }) => attempt.mutate(code))(event)}
        >
          <Controller
            control={control}
            name="code"
            rules={{ validate: (code) => code.trim() !== "" || t("signIn.codeMissing") }}
            render={({ field, fieldState }) => (
              <TextField
                label={t("signIn.code")}
                description={t("signIn.codeHint")}
                name="code"
                autoComplete="one-time-code"
                autoFocus
                isCode
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                inputRef={field.ref}
                error={fieldState.error?.message}
              />
            )}
          />
          <Button variant="primary" type="submit" isPending={attempt.isPending} disabledReason={tooMany}>
            {t("signIn.submit")}
          </Button>
          <Button variant="quiet" onPress={onBack}>
            {t("signIn.startAgain")}
          </Button>
        </form>
      </div>
    </main>
  );
}
