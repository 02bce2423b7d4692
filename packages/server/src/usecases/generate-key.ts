import { generateKeyString, type KeyProfile } from "../domain/key.ts";
import type { Access } from "./access.ts";
import { rolesToAssign } from "./account-roles.ts";
import { createAs } from "./create-once.ts";
import { deliverToken, deliveryFields, type KeyWithToken, type TokenDelivery } from "./deliver-token.ts";
import { generatedKeyView, keyLight } from "./generated-key-view.ts";
import { ownKey } from "./get-key.ts";
import { limitFields } from "./key-limits.ts";
import { profileFields } from "./key-profile.ts";
import { requireKnownResources } from "./known-resources.ts";
import type { Ports } from "./ports.ts";

/** Key strings that are tried before giving up: each collides with one of millions once in ten billion times. */
const ATTEMPTS = 5;

export interface KeyToGenerate {
  readonly name: string;
  readonly roles: readonly string[];
  readonly profile?: KeyProfile | null | undefined;
  readonly requestsPerMinute?: number | null | undefined;
  /** As `canonicalNetwork` writes them; none or absent: from anywhere. */
  readonly allowedNetworks?: readonly string[] | undefined;
  readonly tokenDelivery?: TokenDelivery | undefined;
}

/**
 * Makes a key of the account, and its first token, which exists in clear in this answer alone, or behind the link in it: a repeat
 * gets the key without either.
 */
export async function generateKey(
  ports: Ports,
  access: Access,
  { name, roles, profile = null, tokenDelivery = "inline", ...limits }: KeyToGenerate,
): Promise<KeyWithToken> {
  const { account, actor } = access;
  const { allowedNetworks = [], requestsPerMinute = null } = limits;
  const { made, secret } = await createAs(ports, access, "account.edit-api-keys", async (tx, access) => {
    const assigned = await rolesToAssign(tx, access, roles);
    if (profile) await requireKnownResources(tx, profile.resources, "/profile/resources");
    const created = {
      owner: account,
      name,
      status: "active",
      createdAtMs: tx.nowMs,
      createdBy: actor,
      profile,
      requestsPerMinute,
      allowedNetworks,
    } as const;
    let keyString = generateKeyString(account, ports.randomBytes);
    for (let attempt = 1; !(await tx.keys.insert({ ...created, key: keyString })); attempt++) {
      if (attempt === ATTEMPTS) throw new Error("every key string drawn exists already");
      keyString = generateKeyString(account, ports.randomBytes);
    }
    await tx.keys.setRoles(account, keyString, assigned);
    const { delivered } = await deliverToken(ports, tx, {
      account,
      actor,
      key: keyString,
      state: "current",
      purpose: "first",
      delivery: tokenDelivery,
      completesRenewal: false,
    });
    tx.changed({ kind: "key", key: keyString });
    await tx.record({
      account,
      actor,
      action: "key.generated",
      target: keyString,
      after: {
        name,
        roles: assigned,
        status: "active",
        ...limitFields({ allowedNetworks, requestsPerMinute }),
        ...profileFields(profile),
        ...deliveryFields(delivered),
      },
    });
    const view = generatedKeyView(await ownKey(tx, account, keyString), await keyLight(tx, account, ports.nowMs()));
    return { made: view, secret: delivered };
  });
  return { key: made, delivered: secret };
}
