/** A credential of one of the platform's services, which lets it ask for verifications in any account. */
export interface ServiceKey {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
}
