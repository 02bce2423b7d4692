/** A field to sort by, with `-` before it for descending. */
export type Sort<Field extends string> = Field | `-${Field}`;

/** Which part of a list to ask for. */
export interface ListQuery<Field extends string> {
  readonly limit: number;
  readonly cursor?: string;
  readonly sort: Sort<Field>;
  readonly search?: string;
  readonly status?: "active" | "inactive";
  /** Id of a role that is to be among theirs. */
  readonly role?: string;
  /** Which tokens a key is to have; of generated keys only. */
  readonly alert?: KeyAlert;
  /** Generated keys alone: `open` are those with a renewal that is neither completed nor undone. */
  readonly renewal?: "open";
  /** Only keys that a restored backup has wait for a decision. */
  readonly quarantined?: "true";
  /** Of deliveries to a webhook alone. */
  readonly state?: DeliveryState;
}

/** What has become of a delivery to a webhook. */
export const DELIVERY_STATES = ["waiting", "delivered", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a generated key stands out: a token that should be renewed, one that should have been long ago, one that ends soon. */
export const KEY_ALERTS = ["overdue", "recommended", "expiring"] as const;
export type KeyAlert = (typeof KEY_ALERTS)[number];
