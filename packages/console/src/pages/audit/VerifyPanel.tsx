import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AuditHead, auditHeadQuery, type LogOwner, ownerInHead, verifyAuditLog } from "../../api/audit.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { CopyField } from "../../ui/CopyField.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { headText, readHead } from "./kept-head.ts";
import { VerificationResult } from "./VerificationResult.tsx";
import "../shared/panel-form.css";

interface VerifyPanelProps {
  /** Whose log it is; `null` for the platform's own. */
  readonly account: { readonly name: string; readonly displayName: string } | null;
  readonly onClose: () => void;
}

/** Checks a log, gives its head to be kept, and checks it against one that was. */
export function VerifyPanel({ account, onClose }: VerifyPanelProps) {
  const { t } = useTranslation();
  const owner = account?.name ?? null;
  const verify = useMutation({
    mutationFn: (kept: AuditHead | undefined) =>
      verifyAuditLog(owner, kept && { sequence: kept.sequence, mac: kept.mac }),
  });
  return (
    <SidePanel
      title={t("audit.verifyTitle")}
      subtitle={account ? t("audit.verifySubtitle", { account: account.displayName }) : t("platformLog.title")}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={<Button onPress={onClose}>{t("common.close")}</Button>}
    >
      <div className="panel-form">
        <section className="audit-verify">
          <p>{t("audit.verifyText")}</p>
          <div>
            <Button
              variant="primary"
              icon="shield"
              isPending={verify.isPending}
              onPress={() => verify.mutate(undefined)}
            >
              {t("audit.verifyStart")}
            </Button>
          </div>
          <div role="status">
            {verify.isPending && <p className="field-description">{t("audit.verifying")}</p>}
            {verify.isSuccess && <VerificationResult result={verify.data} isKept={verify.variables !== undefined} />}
          </div>
          {verify.error !== null && <Failed error={verify.error} />}
        </section>
        <Head owner={owner} />
        <KeptHead owner={owner} isPending={verify.isPending} onCheck={(head) => verify.mutate(head)} />
      </div>
    </SidePanel>
  );
}

function Failed({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  if (error instanceof LatchkeyError && error.code === "TOO_MANY_AT_ONCE") {
    return (
      <Banner tone="warning" announce="alert">
        <p>{t("audit.tooBusy")}</p>
      </Banner>
    );
  }
  return <ProblemBanner error={error} />;
}

function Head({ owner }: { readonly owner: LogOwner }) {
  const { t } = useTranslation();
  const head = useQuery(auditHeadQuery(owner));
  return (
    <section className="audit-verify">
      <h3 className="audit-verify-title">{t("audit.headTitle")}</h3>
      <p>{t("audit.headText")}</p>
      {head.data !== undefined && (
        <CopyField
          label={t("audit.head")}
          text={headText(head.data)}
          copyLabel={t("common.copy")}
          copiedLabel={t("common.copied")}
          failedLabel={t("common.copyFailed")}
        />
      )}
      {head.isPending && <Skeleton width="100%" heightPixels={64} />}
      {head.isError && <ProblemBanner error={head.error} />}
    </section>
  );
}

interface KeptHeadProps {
  readonly owner: LogOwner;
  readonly isPending: boolean;
  readonly onCheck: (head: AuditHead) => void;
}

function KeptHead({ owner, isPending, onCheck }: KeptHeadProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [isFaultShown, setFaultShown] = useState(false);
  const head = readHead(text);
  const fault =
    head === undefined
      ? t("audit.keptMalformed")
      : head.account === ownerInHead(owner)
        ? undefined
        : t("audit.keptOther", { account: head.account });
  return (
    <form
      className="audit-verify"
      onSubmit={(event) => {
        event.preventDefault();
        setFaultShown(true);
        if (head !== undefined && fault === undefined) onCheck(head);
      }}
    >
      <h3 className="audit-verify-title">{t("audit.keptTitle")}</h3>
      <TextField
        label={t("audit.kept")}
        description={t("audit.keptHint")}
        value={text}
        onChange={(value) => {
          setFaultShown(false);
          setText(value);
        }}
        error={isFaultShown ? fault : undefined}
        isCode
        autoComplete="off"
      />
      <div>
        <Button type="submit" isPending={isPending}>
          {t("audit.keptSubmit")}
        </Button>
      </div>
    </form>
  );
}
