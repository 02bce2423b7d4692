import { isIdentityHeader } from "./request-credential.ts";

/** What Node's requests have of headers. */
export interface NodeRequest {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly rawHeaders?: string[];
}

/** Takes the headers off a request that say who it is from: whatever reads or forwards them would believe the caller. */
export function stripIdentity({ headers, rawHeaders = [] }: NodeRequest): void {
  for (const name of Object.keys(headers)) if (isIdentityHeader(name)) delete headers[name];
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    if (isIdentityHeader(rawHeaders[index] ?? "")) rawHeaders.splice(index, 2);
  }
}
