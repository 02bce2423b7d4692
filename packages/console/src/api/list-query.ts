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
}
