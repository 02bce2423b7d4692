import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalog } from "../../shared/use-catalog.ts";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import { ExpandButton } from "../../../ui/ExpandButton.tsx";
import { DescriptionField } from "../../roles/RoleFields.tsx";
import { ResourceTree } from "../../roles/ResourceTree.tsx";
import { sameResources } from "../../roles/role-difference.ts";
import "./profile-fields.css";

type Profile = GeneratedKey["profile"];

/** What the owner publishes about a key, as it is filled in. */
export interface ProfileValues {
  readonly description: string;
  readonly resources: ReadonlySet<string>;
}

export function profileValues(profile: Profile): ProfileValues {
  return { description: profile?.description ?? "", resources: new Set(profile?.resources) };
}

/** What is published by what was filled in: nothing by nothing. */
export function profileOf({ description, resources }: ProfileValues): Profile {
  const text = description.trim();
  return text === "" && resources.size === 0 ? null : { description: text, resources: [...resources] };
}

/** Whether something else would be published. */
export function isOtherProfile(before: Profile, values: ProfileValues): boolean {
  const was = profileValues(before);
  return was.description !== values.description.trim() || !sameResources(was.resources, values.resources);
}

interface ProfileFieldsProps {
  readonly value: ProfileValues;
  readonly onChange: (value: ProfileValues) => void;
}

/** What partners see of a key before they add it: what it is for, and what it needs in their account. */
export function ProfileFields({ value, onChange }: ProfileFieldsProps) {
  const { t } = useTranslation();
  const { data: catalog } = useCatalog();
  const [isExpanded, setExpanded] = useState(false);
  const [titleId, panelId] = [useId(), useId()];
  const summary =
    profileOf(value) === null ? t("profileForm.empty") : t("roles.permissions", { count: value.resources.size });
  return (
    <section className="profile-fields" role="group" aria-labelledby={titleId}>
      <div className="profile-fields-head">
        <h3 id={titleId} className="field-label">
          {t("profileForm.title")}
        </h3>
        <ExpandButton
          label={`${isExpanded ? t("profileForm.hide") : t("profileForm.show")}: ${summary}`}
          isExpanded={isExpanded}
          onToggle={() => setExpanded(!isExpanded)}
          controls={panelId}
        >
          {summary}
        </ExpandButton>
      </div>
      <p className="field-description">{t("profileForm.text")}</p>
      <div id={panelId} className="profile-fields-panel" hidden={!isExpanded}>
        {isExpanded && (
          <>
            <DescriptionField
              label={t("profileForm.descriptionLabel")}
              hint={t("profileForm.descriptionHint")}
              value={value.description}
              onChange={(description) => onChange({ ...value, description })}
            />
            {catalog && (
              <ResourceTree
                catalog={catalog}
                label={t("profileForm.resourcesLabel")}
                description={t("profileForm.resourcesHint")}
                value={value.resources}
                onChange={(resources) => onChange({ ...value, resources })}
              />
            )}
          </>
        )}
      </div>
    </section>
  );
}
