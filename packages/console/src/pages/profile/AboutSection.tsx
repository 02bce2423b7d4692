import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { changeProfile, type Profile } from "../../api/profile.ts";
import { LANGUAGES } from "../../app/i18n.ts";
import { nameLanguage, useLanguage } from "../../app/language.ts";
import { Button } from "../../ui/Button.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { NameField } from "../shared/NameField.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { ProfileSection } from "./ProfileSection.tsx";

/** Who one is: the name that others see, the email one signs in by, the language. */
export function AboutSection({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const { language, setLanguage } = useLanguage();
  const { control, handleSubmit } = useForm({ defaultValues: { name: profile.name } });
  const save = useMutation({
    mutationFn: (name: string) => changeProfile(queries, { name }),
    onSuccess: () => toast(t("profile.nameSaved")),
  });
  return (
    <ProfileSection title={t("profile.aboutTitle")} text={t("profile.aboutText")}>
      <form
        className="profile-form"
        noValidate
        onSubmit={(event) => void handleSubmit(({ name }) => save.mutate(name.trim()))(event)}
      >
        <NameField
          control={control}
          name="name"
          label={t("profile.name")}
          description={t("profile.nameHint")}
          missing={t("profile.nameMissing")}
        />
        <TextField
          label={t("signIn.email")}
          value={profile.email}
          onChange={() => undefined}
          description={t("profile.emailHint")}
          isReadOnly
        />
        {save.error && <ProblemBanner error={save.error} />}
        <Button type="submit" isPending={save.isPending}>
          {t("profile.saveName")}
        </Button>
      </form>
      <Select
        label={t("shell.language")}
        options={LANGUAGES.map((candidate) => ({ value: candidate, label: nameLanguage(candidate) }))}
        value={language}
        onChange={setLanguage}
      />
    </ProfileSection>
  );
}
