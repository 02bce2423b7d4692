import type { TFunction } from "i18next";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import { tokenStateOf } from "../../../api/key-token.ts";
import type { Action } from "../../../ui/ActionMenu.tsx";
import { quarantineActions } from "../list/quarantine-actions.ts";

interface Choices {
  /** Why the user may change no key; undefined where they may. */
  readonly disabledReason: string | undefined;
  /** Why the user may renew no token. */
  readonly renewDisabledReason: string | undefined;
  /** Whether the key's roles give more than the user holds (rule 7). */
  readonly isBeyond: boolean;
  readonly edit: () => void;
  readonly showUse: () => void;
  readonly explain: () => void;
  readonly renew: () => void;
  readonly deleteOldToken: () => void;
  readonly undoRenewal: () => void;
  readonly voidLink: () => void;
  readonly deactivate: () => void;
  readonly activate: () => void;
  readonly remove: () => void;
  /** What is decided about a quarantined key: it works again, or stays inactive. */
  readonly release: () => void;
  readonly keep: () => void;
}

/** What can be done with a generated key. */
export function generatedKeyActions(t: TFunction, key: GeneratedKey, choices: Choices): readonly Action[] {
  const { disabledReason } = choices;
  return [
    ...(key.quarantined ? quarantineActions(t, choices) : []),
    { id: "edit", label: t("generated.edit"), icon: "pencil", onAction: choices.edit, disabledReason },
    ...tokenActions(t, key, choices),
    { id: "use", label: t("use.action"), icon: "chart", onAction: choices.showUse },
    { id: "explain", label: t("explain.page"), icon: "shield", onAction: choices.explain },
    ...(key.quarantined ? [] : [switchAction(t, key, choices)]),
    {
      id: "delete",
      label: t("generated.delete"),
      icon: "trash",
      tone: "danger",
      onAction: choices.remove,
      disabledReason,
    },
  ];
}

function switchAction(t: TFunction, key: GeneratedKey, choices: Choices): Action {
  const { disabledReason } = choices;
  return key.status === "active"
    ? {
        id: "deactivate",
        label: t("generated.deactivate"),
        icon: "pause",
        onAction: choices.deactivate,
        disabledReason,
      }
    : {
        id: "activate",
        label: t("generated.activate"),
        icon: "play",
        onAction: choices.activate,
        disabledReason: disabledReason ?? (choices.isBeyond ? t("generated.activateNotHeld") : undefined),
      };
}

/** What can be done with its tokens: renew, or while a renewal is open, end that one way or the other. */
function tokenActions(t: TFunction, key: GeneratedKey, choices: Choices): readonly Action[] {
  const { disabledReason, renewDisabledReason } = choices;
  const state = tokenStateOf(key);
  if (state.kind !== "renewal") {
    const renew: Action = {
      id: "renew",
      label: t("generated.renew"),
      icon: "renew",
      onAction: choices.renew,
      disabledReason:
        renewDisabledReason ?? renewReason(t, key) ?? (choices.isBeyond ? t("generated.renewNotHeld") : undefined),
    };
    // What making the link asked for: a first one came with the key.
    return state.kind === "waiting" ? [renew, voidLink(t, choices, disabledReason)] : [renew];
  }
  return [
    {
      id: "delete-old-token",
      label: t("generated.deleteOldToken"),
      icon: "trash",
      onAction: choices.deleteOldToken,
      disabledReason:
        renewDisabledReason ?? (state.link?.completesRenewal ? t("generated.oldTokenDeletedAnyway") : undefined),
    },
    {
      id: "undo-renewal",
      label: t("generated.undoRenewal"),
      icon: "undo",
      onAction: choices.undoRenewal,
      disabledReason: renewDisabledReason,
    },
    ...(state.link ? [voidLink(t, choices, renewDisabledReason)] : []),
  ];
}

function voidLink(t: TFunction, choices: Choices, disabledReason: string | undefined): Action {
  return {
    id: "void-link",
    label: t("generated.voidLink"),
    icon: "linkOff",
    onAction: choices.voidLink,
    disabledReason,
  };
}

/** Why a key's token can't be renewed now, whoever asks; `undefined` where it can. */
export function renewReason(t: TFunction, key: Pick<GeneratedKey, "tokens">): string | undefined {
  const { kind } = tokenStateOf(key);
  if (kind === "renewal") return t("generated.renewalOpen");
  return kind === "waiting" ? t("generated.linkWaiting") : undefined;
}
