/** Where a request came from. */
export interface Origin {
  readonly requestId: string | null;
  readonly ip: string | null;
  /** What makes it safe to send again, where its sender asked for that. */
  readonly repeatable?: RepeatableRequest | undefined;
}

/** Of what the service does by itself, at nobody's request. */
export const NO_REQUEST: Origin = { requestId: null, ip: null };

/** A request that creates, with what tells a repeat of it from another. None of this is kept: only keyed digests of it are. */
export interface RepeatableRequest {
  /** What its sender chose to know it by, 1 to 255 printable ASCII characters. */
  readonly idempotencyKey: string;
  /** Method and route. */
  readonly route: string;
  /** Everything else that it asks for, as text. */
  readonly content: string;
}

/** How long a repeat is answered as the first was, in milliseconds. */
export const REPEATABLE_MS = 24 * 60 * 60 * 1_000;
