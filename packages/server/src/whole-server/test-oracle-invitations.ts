// What the oracle knows of invitations.
import type { Action, Asker } from "./test-actions.ts";
import { inOrder, type OracleAccount, type Refusal } from "./test-oracle-things.ts";

const LIFETIME_MS = 7 * 24 * 3_600_000;

export interface OracleInvitation {
  readonly id: string;
  readonly account: string;
  /** The id of somebody who exists, or what stands in the email of somebody new. */
  readonly person: string;
  readonly isNew: boolean;
  readonly roles: readonly string[];
  /** Of each of its links; the last works. */
  readonly secrets: string[];
  givenBy: Asker;
  expiresAtMs: number;
  state: "open" | "accepted" | "void";
}

/** What an answer brings that the oracle can't foresee. */
export interface MadeInvitation {
  readonly id: string;
  readonly link?: { readonly url: string };
  readonly session?: { readonly user: { readonly id: string } };
}

/** What invitations turn on besides themselves. */
export interface Around {
  readonly nowMs: number;
  readonly accounts: ReadonlyMap<string, OracleAccount>;
  readonly nameOf: (person: string) => string;
  /** Whether somebody may invite to roles, as things are now. */
  readonly mayGive: (asker: Asker, account: string, roles: readonly string[]) => boolean;
}

type InvitationAction = Extract<
  Action,
  { do: "invite" | "renew-invitation" | "withdraw-invitation" | "accept-invitation" }
>;

export class OracleInvitations {
  readonly all = new Map<string, OracleInvitation>();

  openOnes(account: string): OracleInvitation[] {
    return [...this.all.values()].filter((each) => each.account === account && each.state === "open");
  }

  isExpired({ expiresAtMs }: OracleInvitation, nowMs: number): boolean {
    return expiresAtMs <= nowMs;
  }

  /** What speaks against an administrator's action, and the roles that it would give. */
  reasonsAgainst(
    action: Exclude<InvitationAction, { do: "accept-invitation" }>,
    account: OracleAccount,
    nowMs: number,
  ): { reasons: Refusal[]; roles: readonly string[] } {
    if (action.do === "invite") {
      const before = this.openOnes(account.name).find(({ person }) => person === action.person);
      const reasons: Refusal[] = [];
      if (account.members.has(action.person)) reasons.push("USER_EXISTS");
      if (before && !this.isExpired(before, nowMs)) reasons.push("INVITATION_EXISTS");
      return { reasons, roles: action.roles };
    }
    const invitation = this.openOnes(account.name).find(({ id }) => id === action.id);
    if (!invitation) return { reasons: ["UNKNOWN_INVITATION"], roles: [] };
    if (action.do === "withdraw-invitation") return { reasons: [], roles: [] };
    return { reasons: account.members.has(invitation.person) ? ["USER_EXISTS"] : [], roles: invitation.roles };
  }

  reasonsAgainstAccepting(
    asker: Asker,
    { id, secret }: Extract<Action, { do: "accept-invitation" }>,
    { nowMs, accounts, mayGive }: Around,
  ): Refusal[] {
    const invitation = this.all.get(id);
    if (!invitation || secret !== invitation.secrets.at(-1)) return ["UNKNOWN_INVITATION"];
    if (invitation.state === "accepted") return ["INVITATION_USED"];
    if (invitation.state === "void") return ["INVITATION_VOID"];
    if (this.isExpired(invitation, nowMs)) return ["INVITATION_EXPIRED"];
    const { givenBy, isNew, person, roles } = invitation;
    const account = accounts.get(invitation.account);
    const reasons: Refusal[] = [];
    if (account?.isSuspended === true) reasons.push("ACCOUNT_SUSPENDED");
    if (!isNew && !(asker.kind === "person" && asker.id === person)) reasons.push("SIGN_IN_NEEDED");
    if (account?.members.has(person) === true) reasons.push("USER_EXISTS");
    // Rule 7, as of now.
    if (!mayGive(givenBy, invitation.account, roles)) reasons.push("INVITATION_NOT_BACKED");
    return reasons;
  }

  /** Takes note of an action that succeeded; answers what the account's log says of it. */
  happened(
    asker: Asker,
    action: InvitationAction,
    made: MadeInvitation,
    { nowMs, accounts, nameOf }: Around,
  ): { action: string; target: string; actor?: { kind: string; id: string; name: string } }[] {
    const expiresAtMs = nowMs + LIFETIME_MS;
    const secret = made.link?.url.split("#")[1] ?? "";
    if (action.do === "invite") {
      const { account, isNew, person } = action;
      const before = this.openOnes(account).find((each) => each.person === person);
      if (before) before.state = "void";
      const { id } = made;
      const roles = inOrder(action.roles);
      const given = { givenBy: asker, expiresAtMs, state: "open" } as const;
      this.all.set(id, { id, account, person, isNew, roles, secrets: [secret], ...given });
      const voided = before ? [{ action: "invitation.voided", target: before.id }] : [];
      return [...voided, { action: "invitation.created", target: id }];
    }
    const { id } = action;
    const invitation = this.all.get(id);
    if (!invitation) throw new Error("an invitation that isn't there");
    if (action.do === "renew-invitation") {
      invitation.secrets.push(secret);
      Object.assign(invitation, { givenBy: asker, expiresAtMs });
      return [{ action: "invitation.renewed", target: id }];
    }
    if (action.do === "withdraw-invitation") {
      invitation.state = "void";
      return [{ action: "invitation.withdrawn", target: id }];
    }
    invitation.state = "accepted";
    const user = made.session?.user.id ?? "";
    accounts.get(invitation.account)?.members.set(user, invitation.roles);
    const actor = { kind: "user", id: user, name: invitation.isNew ? "Somebody" : nameOf(user) };
    return [
      { action: "invitation.accepted", target: id, actor },
      { action: "user.added", target: user, actor },
    ];
  }
}
