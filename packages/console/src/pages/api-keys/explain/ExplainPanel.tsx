import { useState } from "react";
import { isKeyString } from "@latchkey/sdk/credential-format";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/Button.tsx";
import { ComboBox } from "../../../ui/ComboBox.tsx";
import { SidePanel } from "../../../ui/SidePanel.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { useCatalog } from "../../shared/use-catalog.ts";
import { isAddress } from "../networks/networks.ts";
import { useSecretRefusal } from "../../shared/use-secret-refusal.ts";
import { cleanKeyInput } from "../external/key-input.ts";
import { ExplainedAnswer } from "./ExplainedAnswer.tsx";
import "../../shared/panel-form.css";
import "./explain.css";

interface ExplainPanelProps {
  /** The key string it is about; left out where it is to be pasted. */
  readonly apiKey?: string;
  readonly onClose: () => void;
}

/** Says what a key would be answered in this account, and why: from a row of a list, or for whichever is pasted. */
export function ExplainPanel({ apiKey, onClose }: ExplainPanelProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const [pasted, setPasted] = useState("");
  const [resource, setResource] = useState<string | null>(null);
  const [address, setAddress] = useState("");
  const { data: catalog } = useCatalog();
  const key = apiKey ?? (isKeyString(pasted) ? pasted : undefined);
  const options = (catalog?.products ?? []).flatMap(({ categories }) =>
    categories.flatMap(({ resources }) => resources.map(({ key, name }) => ({ id: key, label: name, hint: key }))),
  );
  return (
    <SidePanel
      title={t("explain.page")}
      subtitle={apiKey === undefined ? t("explain.subtitle", { account: account.displayName }) : <code>{apiKey}</code>}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={<Button onPress={onClose}>{t("common.close")}</Button>}
    >
      <div className="panel-form">
        <p className="tab-about">{t("explain.about", { account: account.displayName })}</p>
        {apiKey === undefined && <PastedKey account={account.displayName} value={pasted} onChange={setPasted} />}
        {catalog && (
          <ComboBox
            label={t("explain.resource")}
            description={t("explain.resourceHint")}
            options={options}
            value={resource}
            onChange={setResource}
            placeholder={t("explain.resourceAny")}
            noMatch={t("explain.resourceNone")}
            openLabel={t("explain.resourceOpen")}
          />
        )}
        <AddressField value={address} onChange={setAddress} />
        {key === undefined ? (
          <p className="field-description">{t("explain.waiting")}</p>
        ) : (
          <ExplainedAnswer apiKey={key} resource={resource} ip={isAddress(address.trim()) ? address.trim() : null} />
        )}
      </div>
    </SidePanel>
  );
}

interface AddressFieldProps {
  readonly value: string;
  readonly onChange: (address: string) => void;
}

/** Where the request would come from. What is half typed is no address yet, and nothing is asked about it. */
function AddressField({ value, onChange }: AddressFieldProps) {
  const { t } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  const [isLeft, setLeft] = useState(false);
  const isWrong = isLeft && value.trim() !== "" && !isAddress(value.trim());
  return (
    <TextField
      label={t("explain.address")}
      description={t("explain.addressHint")}
      value={value}
      onChange={(text) => {
        setLeft(false);
        onChange(keep(text));
      }}
      onBlur={() => setLeft(true)}
      error={isRefused ? t("errors.secretRemoved") : isWrong ? t("explain.addressInvalid") : undefined}
      isCode
      autoComplete="off"
      maxLength={60}
    />
  );
}

interface PastedKeyProps {
  /** Display name of the account that asks. */
  readonly account: string;
  readonly value: string;
  readonly onChange: (key: string) => void;
}

/** A key string of whichever account. A token that is pasted here is taken out at once: none is needed. */
function PastedKey({ account, value, onChange }: PastedKeyProps) {
  const { t } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  const [isLeft, setLeft] = useState(false);
  const isWrong = isLeft && value !== "" && !isKeyString(value);
  return (
    <TextField
      label={t("addKey.keyLabel")}
      description={t("explain.keyHint", { account })}
      placeholder={t("addKey.keyPlaceholder")}
      value={value}
      onChange={(text) => {
        setLeft(false);
        onChange(cleanKeyInput(keep(text)));
      }}
      onBlur={() => setLeft(true)}
      error={isRefused ? t("errors.secretRemoved") : isWrong ? t("errors.fieldKey") : undefined}
      isCode
      autoFocus
      autoComplete="off"
    />
  );
}
