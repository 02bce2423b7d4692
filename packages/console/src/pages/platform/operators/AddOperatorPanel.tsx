import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { TFunction } from "i18next";
import { addOperator, type NewOperator, operatorsKey } from "../../../api/operators.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { RadioGroup } from "../../../ui/RadioGroup.tsx";
import { useToast } from "../../../ui/Toast.tsx";
import { EmailField } from "../../shared/EmailField.tsx";
import { NameField } from "../../shared/NameField.tsx";
import { NewPasswordField } from "../../profile/NewPasswordField.tsx";
import { fieldErrors } from "../../shared/form-errors.ts";
import { FormPanel } from "../../shared/FormPanel.tsx";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { useGivenLink } from "../../shared/use-given-link.tsx";
import "../../shared/panel-form.css";

const FIELDS = ["email", "name", "password"] as const;

interface OperatorForm {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/**
 * Makes a person an operator: one who signs in already, by their email alone, or one who is new. Of the former it may be that they
 * need a new password: then it shows the link to it, in a state of its own.
 */
export function AddOperatorPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const toast = useToast();
  const queries = useQueryClient();
  const [who, setWho] = useState<"known" | "new">("known");
  const { control, handleSubmit, setError } = useForm<OperatorForm>({
    defaultValues: { email: "", name: "", password: "" },
    // What belongs to a new person alone isn't asked of one who is known.
    shouldUnregister: true,
  });
  const add = useMutation({
    mutationFn: (person: NewOperator) => addOperator(person),
    // It holds a password, and its answer a link.
    gcTime: 0,
    onSuccess: async ({ given, operator: { name } }) => {
      await queries.invalidateQueries({ queryKey: operatorsKey });
      // The panel says so by itself then, and stays.
      if (given) return;
      toast(t("operators.added", { name }));
      onClose();
    },
    onError: (error) => {
      const reason = error instanceof LatchkeyError ? reasonOf(error) : undefined;
      if (reason !== undefined) return setError("email", { message: t(reason) }, { shouldFocus: true });
      for (const [field, message] of fieldErrors(t, error, FIELDS)) setError(field, { message });
    },
  });

  const done = useGivenLink("newOperator", add.data?.given, onClose);

  function send({ email, name, password }: OperatorForm): void {
    add.mutate({ email: email.trim(), ...(who === "new" && { name: name.trim(), password }) });
  }

  return (
    <FormPanel
      title={t("operators.add")}
      submitLabel={t("operators.addConfirm")}
      submit={formId}
      isPending={add.isPending}
      outcome={done}
      onClose={onClose}
    >
      <form id={formId} className="panel-form" noValidate onSubmit={(event) => void handleSubmit(send)(event)}>
        <Banner tone="warning">
          <p>{t("operators.addWarning")}</p>
        </Banner>
        <RadioGroup
          label={t("operators.who")}
          options={[
            { id: "known", label: t("operators.known"), description: t("operators.knownHint") },
            { id: "new", label: t("operators.new"), description: t("operators.newHint") },
          ]}
          value={who}
          onChange={setWho}
        />
        <EmailField control={control} name="email" />
        {who === "new" && (
          <>
            <NameField
              control={control}
              name="name"
              label={t("profile.name")}
              description={t("profile.nameHint")}
              missing={t("operators.nameMissing")}
            />
            <div className="form-field">
              <NewPasswordField control={control} name="password" label={t("operators.password")} />
              <p className="field-description">{t("operators.passwordNext")}</p>
            </div>
          </>
        )}
        {add.error instanceof Error && !isAtField(t, add.error) && <ProblemBanner error={add.error} />}
      </form>
    </FormPanel>
  );
}

/** Wording for a refusal that is about whose email it is. */
function reasonOf(error: LatchkeyError) {
  if (error.code === "USER_EXISTS") return "operators.isOne" as const;
  if (error.code === "USER_ELSEWHERE") return "operators.isKnown" as const;
  const isUnknown = error.errors.some(({ path }) => path === "/name");
  return isUnknown ? ("operators.isNew" as const) : undefined;
}

function isAtField(t: TFunction, error: Error): boolean {
  return fieldErrors(t, error, FIELDS).size > 0 || (error instanceof LatchkeyError && reasonOf(error) !== undefined);
}
