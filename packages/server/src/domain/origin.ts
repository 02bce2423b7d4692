/** Where a request came from. */
export interface Origin {
  readonly requestId: string | null;
  readonly ip: string | null;
}
