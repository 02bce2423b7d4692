import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../api/catalog.ts";
import { useCatalog } from "../../shared/use-catalog.ts";
import type { Role } from "../../../api/roles.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { SearchField } from "../../../ui/SearchField.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { useRoles } from "../../shared/use-roles.ts";
import { CreateRoleButton } from "./CreateRoleButton.tsx";
import { ExactRole } from "./ExactRole.tsx";
import { PartnerNeeds } from "./PartnerNeeds.tsx";
import { excessOf, type Needs, resourcesOf, searchRoles } from "./role-choice.ts";
import { RoleOption } from "./RoleOption.tsx";
import { useProductNames } from "./use-product-names.ts";
import "./role-picker.css";

interface RolePickerProps {
  /** Default: `key`. Whose roles they are. */
  readonly holder?: "key" | "person";
  /** Ids of the chosen roles. None is ever chosen beforehand that the holder doesn't have already. */
  readonly value: readonly string[];
  readonly onChange: (roleIds: readonly string[]) => void;
  /** Roles that the holder has already: those may stay or come back, whatever the user holds. */
  readonly assigned?: readonly string[];
  readonly needs?: Needs | undefined;
}

/** Chooses the roles of a key or a person, showing what each opens and which the user may not give. */
export function RolePicker(props: RolePickerProps) {
  const { t } = useTranslation();
  const labelId = useId();
  const { account } = useAccess();
  const roles = useRoles(account.name);
  const catalog = useCatalog();
  const failed = roles.error ?? catalog.error;
  return (
    <section className="role-picker" role="group" aria-labelledby={labelId}>
      <h3 id={labelId} className="field-label">
        {t("roles.label")}
      </h3>
      <Banner tone="warning">
        <p>{props.holder === "person" ? t("roles.warningPerson") : t("roles.warning")}</p>
      </Banner>
      {roles.data && catalog.data ? (
        <RoleChoice {...props} roles={roles.data} catalog={catalog.data} />
      ) : failed ? (
        <ProblemBanner error={failed}>
          <span>
            <Button
              size="small"
              onPress={() => {
                void roles.refetch();
                void catalog.refetch();
              }}
            >
              {t("common.retry")}
            </Button>
          </span>
        </ProblemBanner>
      ) : (
        <RolePickerSkeleton />
      )}
    </section>
  );
}

interface RoleChoiceProps extends RolePickerProps {
  readonly roles: readonly Role[];
  readonly catalog: Catalog;
}

function RoleChoice({ holder = "key", value, onChange, assigned = [], needs, roles, catalog }: RoleChoiceProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const held = new Set(useAccess().resources);
  const opened = resourcesOf(roles, value);
  const asked = new Set(needs?.resources);
  const shown = searchRoles(roles, catalog, search);
  const choose = (roleId: string) => onChange(value.includes(roleId) ? value : [...value, roleId]);
  return (
    <>
      {needs && (
        <PartnerNeeds needs={needs} opened={opened} catalog={catalog}>
          <ExactRole needs={needs} roles={roles} catalog={catalog} chosen={value} onChoose={choose} />
        </PartnerNeeds>
      )}
      <div className="role-picker-frame">
        <div className="role-picker-search">
          <SearchField
            label={t("roles.search")}
            placeholder={t("roles.search")}
            clearLabel={t("roles.clearSearch")}
            value={search}
            onChange={setSearch}
          />
          <CreateRoleButton onCreated={choose} />
        </div>
        <ul className="role-picker-list">
          {shown.map((role) => (
            <RoleOption
              key={role.id}
              role={role}
              catalog={catalog}
              isChosen={value.includes(role.id)}
              onChange={(isChosen) =>
                onChange(isChosen ? [...value, role.id] : value.filter((roleId) => roleId !== role.id))
              }
              excess={assigned.includes(role.id) ? [] : excessOf(role, held)}
              asked={needs && { covered: role.resources.filter((key) => asked.has(key)).length, total: asked.size }}
            />
          ))}
        </ul>
        {shown.length === 0 && (
          <p className="role-picker-none">{roles.length === 0 ? t("roles.none") : t("roles.noMatch", { search })}</p>
        )}
      </div>
      <p className="role-picker-summary" role="status">
        <Summary holder={holder} count={value.length} opened={opened} catalog={catalog} />
      </p>
    </>
  );
}

interface SummaryProps {
  readonly holder: "key" | "person";
  readonly count: number;
  readonly opened: ReadonlySet<string>;
  readonly catalog: Catalog;
}

function Summary({ holder, count, opened, catalog }: SummaryProps) {
  const { t } = useTranslation();
  const products = useProductNames(catalog, opened);
  if (count === 0) return holder === "person" ? t("roles.summaryNonePerson") : t("roles.summaryNone");
  const permissions = t("roles.permissions", { count: opened.size });
  return products === ""
    ? t("roles.summary", { count, permissions })
    : t("roles.summaryIn", { count, permissions, products });
}

function RolePickerSkeleton() {
  return (
    <div className="role-picker-frame" aria-busy="true">
      <div className="role-picker-search">
        <Skeleton width="100%" heightPixels={36} />
      </div>
      <ul className="role-picker-list">
        {["44%", "36%", "52%", "40%"].map((width) => (
          <li key={width} className="role-option">
            <span className="role-option-skeleton">
              <Skeleton width={width} heightPixels={14} />
              <Skeleton width="78%" />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
