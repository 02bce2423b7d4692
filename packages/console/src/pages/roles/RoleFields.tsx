import { type Control, Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../api/catalog.ts";
import { Banner } from "../../ui/Banner.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { NameField } from "../shared/NameField.tsx";
import { ResourceTree } from "./ResourceTree.tsx";
import { useSecretRefusal } from "../shared/use-secret-refusal.ts";

const DESCRIPTION_MAX_LENGTH = 1_000;

/** What can be said of a role. */
export interface RoleValues {
  readonly name: string;
  readonly description: string;
  readonly resources: ReadonlySet<string>;
}

interface RoleFieldsProps {
  readonly control: Control<RoleValues>;
  readonly catalog: Catalog;
  /** Why a resource can be neither put into the role nor taken out of it. */
  readonly lockedReason?: (resource: string) => string | undefined;
  /** Says what follows from what is chosen. */
  readonly noteOf?: (resources: ReadonlySet<string>) => string | undefined;
}

/** The fields of a role: its name, what it is for, and what it opens. */
export function RoleFields({ control, catalog, lockedReason, noteOf }: RoleFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NameField
        control={control}
        name="name"
        label={t("roleForm.nameLabel")}
        description={t("roleForm.nameHint")}
        missing={t("roleForm.nameMissing")}
      />
      <Controller
        control={control}
        name="description"
        render={({ field, fieldState }) => (
          <DescriptionField
            label={t("roleForm.descriptionLabel")}
            hint={t("roleForm.descriptionHint")}
            value={field.value}
            onChange={field.onChange}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={control}
        name="resources"
        render={({ field }) => {
          const note = noteOf?.(field.value);
          return (
            <div className="form-field">
              <ResourceTree
                catalog={catalog}
                label={t("roleForm.resourcesLabel")}
                value={field.value}
                onChange={field.onChange}
                {...(lockedReason !== undefined && { lockedReason })}
              />
              {note !== undefined && (
                <Banner tone="info">
                  <p>{note}</p>
                </Banner>
              )}
            </div>
          );
        }}
      />
    </>
  );
}

interface DescriptionFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

/** A sentence or two. A token that is pasted here is taken out at once. */
export function DescriptionField({ label, hint, value, onChange, error }: DescriptionFieldProps) {
  const { t } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  return (
    <TextArea
      label={label}
      description={hint}
      value={value}
      onChange={(text) => onChange(keep(text))}
      error={isRefused ? t("errors.secretRemoved") : error}
      maxLength={DESCRIPTION_MAX_LENGTH}
    />
  );
}
