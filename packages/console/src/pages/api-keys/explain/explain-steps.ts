import type { Explanation } from "../../../api/explain.ts";

type Code = Explanation["code"];

/** Something that a verification looks at, in the order in which it does. */
export type StepId = "known" | "token" | "owner" | "account" | "key" | "here" | "time" | "network" | "resource";

export interface Step {
  readonly id: StepId;
  /** By what it refuses; `null` where it passes. */
  readonly code: Exclude<Code, "VALID"> | null;
  /** On whose side it refuses. */
  readonly side: Explanation["reasons"][number]["side"] | null;
  /** Whether it is what a verification answers: the first that refuses. */
  readonly isAnswer: boolean;
}

/** What is looked at of the account's own key, and of another company's, and what each refuses by. */
const OWN: readonly (readonly [StepId, readonly Code[]])[] = [
  ["token", ["INVALID_CREDENTIALS"]],
  ["account", ["ACCOUNT_SUSPENDED"]],
  ["key", ["KEY_INACTIVE"]],
  ["network", ["IP_DENIED"]],
];
const EXTERNAL: typeof OWN = [
  // How things are on the owner's side is one thing to a host, of which it is told no more than the first that refuses (rule 8).
  ["owner", ["INVALID_CREDENTIALS", "OWNER_SUSPENDED", "KEY_INACTIVE"]],
  ["account", ["ACCOUNT_SUSPENDED"]],
  ["here", ["EXTERNAL_KEY_INACTIVE"]],
  ["time", ["EXTERNAL_KEY_EXPIRED"]],
  ["network", ["IP_DENIED"]],
];
const FOREIGN: typeof OWN = [["known", ["NOT_ADMITTED"]]];

/** An explanation as steps, each passed or not. @param hasResource whether it was asked what the key may do */
export function explainSteps({ code: answer, external, reasons }: Explanation, hasResource: boolean): readonly Step[] {
  const looked = external === null ? FOREIGN : external ? EXTERNAL : OWN;
  const all = hasResource && external !== null ? [...looked, ["resource", ["RESOURCE_DENIED"]] as const] : looked;
  const steps = all.map(([id, codes]) => {
    const found = reasons.find(({ code }) => codes.includes(code));
    const code = found === undefined || found.code === "VALID" ? null : found.code;
    return { id, code, side: found?.side ?? null, isAnswer: code !== null && code === answer };
  });
  // Of its owner's side a host is told one thing: whether the owner's networks refuse it as well isn't known then.
  const isHidden = external === true && reasons.some(({ code, side }) => side === "owner" && code !== "IP_DENIED");
  return steps.filter(({ id, code }) => !(isHidden && id === "network" && code === null));
}
