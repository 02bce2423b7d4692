import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { InvitationOffer } from "../../api/invitations.ts";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { NameField } from "../shared/NameField.tsx";
import { NewPasswordField } from "../profile/NewPasswordField.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import "./join.css";

interface JoinAsNewProps {
  readonly offer: InvitationOffer;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onAccept: (chosen: { readonly name: string; readonly password: string }) => void;
}

/** For whoever is new here: chooses a name and a password. */
export function JoinAsNew({ offer, isPending, error, onAccept }: JoinAsNewProps) {
  const { t } = useTranslation();
  const { control, handleSubmit } = useForm({ defaultValues: { name: offer.name ?? "", password: "" } });
  return (
    <form
      className="join-form"
      noValidate
      onSubmit={(event) => void handleSubmit(({ name, password }) => onAccept({ name: name.trim(), password }))(event)}
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
        value={offer.email}
        onChange={() => undefined}
        description={t("join.emailHint")}
        autoComplete="username"
        isReadOnly
      />
      <NewPasswordField control={control} name="password" label={t("signIn.password")} />
      {error && <ProblemBanner error={error} />}
      <Button variant="primary" type="submit" isPending={isPending}>
        {t("join.submit", { account: offer.displayName })}
      </Button>
    </form>
  );
}
