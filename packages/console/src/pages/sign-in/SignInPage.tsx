import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { providerHref, sessionQuery, signIn } from "../../api/session.ts";
import { paths } from "../../paths.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { ProductMark } from "../../ui/Icon.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { describeWait } from "../shared/describe-error.ts";
import { keepLinkSecretFor } from "../shared/link-secret.ts";
import { ProblemBanner } from "../shared/Problem.tsx";
import { CodeStep } from "./CodeStep.tsx";
import { DEFAULT_WAIT_SECONDS, useCountdown } from "./use-countdown.ts";
import "./sign-in-page.css";

const route = getRouteApi("/sign-in");

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs in by email and password, or by a provider where there is one, and goes where the user was on their way to. */
export function SignInPage() {
  const { t } = useTranslation();
  const { to, ended, failed } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const { control, handleSubmit, resetField, setFocus } = useForm<Credentials>({
    defaultValues: { email: "", password: "" },
  });
  const [waitSeconds, startWait] = useCountdown();
  const [isCodeNeeded, setCodeNeeded] = useState(false);
  const goOn = () => router.navigate({ href: to ?? paths.home(), replace: true });
  const attempt = useMutation({
    mutationFn: ({ email, password }: Credentials) => signIn(queries, email.trim(), password),
    gcTime: 0,
    onSuccess: (isCodeNeeded) => (isCodeNeeded ? setCodeNeeded(true) : goOn()),
    onError: (error) => {
      if (error instanceof LatchkeyError && error.status === 429)
        startWait(error.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS);
      resetField("password");
      setFocus("password");
    },
  });
  const isWaiting = waitSeconds > 0;

  if (isCodeNeeded) return <CodeStep onSignedIn={() => void goOn()} onBack={() => setCodeNeeded(false)} />;
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <ProductMark size={40} />
        <h1 className="sign-in-title">{t("signIn.heading")}</h1>
        {ended && attempt.isIdle && (
          <Banner tone="info" announce="status">
            <p>{t("signIn.ended")}</p>
          </Banner>
        )}
        {failed && attempt.isIdle && (
          <Banner tone="danger" announce="alert">
            <p>{t("signIn.providerFailed")}</p>
          </Banner>
        )}
        {isWaiting ? (
          <Banner tone="warning" announce="status">
            <p>{t("signIn.tooMany", { wait: describeWait(t, waitSeconds) })}</p>
          </Banner>
        ) : (
          attempt.error && <Failure error={attempt.error} />
        )}
        <form
          className="sign-in-form"
          noValidate
          onSubmit={(event) => void handleSubmit((credentials) => attempt.mutate(credentials))(event)}
        >
          <Controller
            control={control}
            name="email"
            rules={{ validate: (email) => email.trim() !== "" || t("signIn.emailMissing") }}
            render={({ field, fieldState }) => (
              <TextField
                label={t("signIn.email")}
                type="email"
                name="email"
                autoComplete="username"
                autoFocus
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                inputRef={field.ref}
                error={fieldState.error?.message}
              />
            )}
          />
          <Controller
            control={control}
            name="password"
            rules={{ validate: (password) => password !== "" || t("signIn.passwordMissing") }}
            render={({ field, fieldState }) => (
              <TextField
                label={t("signIn.password")}
                type="password"
                name="password"
                autoComplete="current-password"
                reveal={{ show: t("signIn.showPassword"), hide: t("signIn.hidePassword") }}
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                inputRef={field.ref}
                error={fieldState.error?.message}
              />
            )}
          />
          <Button
            variant="primary"
            type="submit"
            isPending={attempt.isPending}
            disabledReason={isWaiting ? t("signIn.tooMany", { wait: describeWait(t, waitSeconds) }) : undefined}
          >
            {t("signIn.submit")}
          </Button>
        </form>
        <Providers to={to} />
      </div>
    </main>
  );
}

/** The other ways to sign in, where there are any. */
function Providers({ to }: { readonly to: string | undefined }) {
  const { t } = useTranslation();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  if (session === undefined || session.providers.length === 0) return null;
  return (
    <div className="sign-in-providers">
      <p className="sign-in-or">{t("signIn.or")}</p>
      {session.providers.map(({ id, name }) => (
        <LinkButton key={id} href={providerHref(id, to)} onPress={() => keepLinkSecretFor(to)} isOutside>
          {t("signIn.continueWith", { name })}
        </LinkButton>
      ))}
    </div>
  );
}

function Failure({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  if (error instanceof LatchkeyError && error.status === 429) return null;
  if (!(error instanceof LatchkeyError && error.code === "SIGN_IN_FAILED")) return <ProblemBanner error={error} />;
  return (
    <Banner tone="danger" announce="alert">
      <p>{t("signIn.failed")}</p>
    </Banner>
  );
}
