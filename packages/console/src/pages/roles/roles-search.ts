import { containsSecret } from "@latchkey/sdk/credential-format";

/** Roles on one page of the list. */
export const PAGE_SIZE = 50;

/** State of the list of roles as it stands in the URL: only what differs from its defaults. */
export interface RolesSearch {
  readonly search?: string;
  readonly kind?: "custom" | "predefined";
  /** From 2 on. */
  readonly page?: number;
}

/** Reads the list's state from a URL. What makes no sense there is as good as not there. */
export function parseRolesSearch({ search, kind, page }: Readonly<Record<string, unknown>>): RolesSearch {
  const isText = (typeof search === "string" || typeof search === "number") && String(search) !== "";
  return {
    // A search for digits alone is read from the URL as a number.
    ...(isText && !containsSecret(String(search)) && { search: String(search) }),
    ...((kind === "custom" || kind === "predefined") && { kind }),
    ...(Number.isSafeInteger(page) && Number(page) > 1 && { page: Number(page) }),
  };
}
