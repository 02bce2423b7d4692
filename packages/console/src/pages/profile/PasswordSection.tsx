import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { changePassword, ownSessionsQuery, type Profile } from "../../api/profile.ts";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { NewPasswordField } from "./NewPasswordField.tsx";
import { ProfileSection } from "./ProfileSection.tsx";

const EMPTY = { current: "", password: "" };

/** Changes the password, for who has one. */
export function PasswordSection({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const { control, handleSubmit, reset } = useForm({ defaultValues: EMPTY });
  const change = useMutation({
    mutationFn: ({ current, password }: typeof EMPTY) => changePassword(current, password),
    gcTime: 0,
    onSuccess: async () => {
      reset(EMPTY);
      toast(t("profile.passwordChanged"));
      await queries.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
    },
  });
  if (!profile.hasPassword) {
    return (
      <ProfileSection title={t("signIn.password")}>
        <p>{t("profile.noPassword")}</p>
      </ProfileSection>
    );
  }
  return (
    <ProfileSection title={t("signIn.password")} text={t("profile.passwordText")}>
      <form
        className="profile-form"
        noValidate
        onSubmit={(event) => void handleSubmit((values) => change.mutate(values))(event)}
      >
        <Controller
          control={control}
          name="current"
          rules={{ validate: (value) => value !== "" || t("signIn.passwordMissing") }}
          render={({ field, fieldState }) => (
            <TextField
              label={t("profile.currentPassword")}
              type="password"
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
        <NewPasswordField control={control} name="password" label={t("profile.newPassword")} />
        {change.error && <ProblemBanner error={change.error} />}
        <Button type="submit" isPending={change.isPending}>
          {t("profile.changePassword")}
        </Button>
      </form>
    </ProfileSection>
  );
}
