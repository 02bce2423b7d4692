import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Ports } from "../../usecases/ports.ts";

/** ECDSA with P-256 and SHA-256, which every library and gateway verifies (RFC 7518, 3.4). */
export const ALGORITHM = "ES256";
const DAY_MS = 86_400_000;
/** How long one key signs, in milliseconds. */
const PERIOD_MS = 30 * DAY_MS;
/** How long before it signs a key is published, so that whoever keeps keys has it by then, in milliseconds. */
const PUBLISHED_BEFORE_MS = DAY_MS;
/** How long after its last signature a key stays published: longer than a token lives and clocks differ, in milliseconds. */
const PUBLISHED_AFTER_MS = 3_600_000;
/** How long this node goes by the keys that it has read, in milliseconds. */
const READ_EVERY_MS = 5_000;

type KeptSigningKey = Parameters<Ports["accessTokens"]["addSigningKey"]>[0];

interface Read {
  readonly atMs: number;
  readonly keys: readonly KeptSigningKey[];
}

/** The public half of a key as it is published (RFC 7517). */
export type PublishedKey = JWK & { kty: string; kid: string; alg: string; use: "sig"; [name: string]: unknown };

/** A key that signs. */
export interface Signer {
  readonly id: string;
  readonly key: CryptoKey;
}

/**
 * The key pairs that sign access tokens. All servers on one database share them: one for each stretch of thirty days and server secret,
 * made by whoever needs it first and kept with its private key sealed.
 */
export class KeyRing {
  readonly #ports: Pick<Ports, "accessTokens" | "nowMs" | "signingKeySealer">;
  #read: Read | undefined;
  #reading: Promise<Read> | undefined;
  #signer: Signer | undefined;

  constructor(ports: Pick<Ports, "accessTokens" | "nowMs" | "signingKeySealer">) {
    this.#ports = ports;
  }

  /** Every key by which a token that counts may be signed, and the next one before it signs. @throws DomainError `UNAVAILABLE` */
  async published(): Promise<PublishedKey[]> {
    const { keys } = await this.#fresh();
    return keys.map(({ publicJwk }) => JSON.parse(publicJwk) as PublishedKey);
  }

  /** The key that signs now. @throws DomainError `UNAVAILABLE` */
  async signer(): Promise<Signer> {
    const { keys } = await this.#fresh();
    const period = periodAt(this.#ports.nowMs());
    const kept = keys.find((key) => this.#isOurs(key, period));
    if (!kept) throw new Error("no key signs at present");
    if (this.#signer?.id === kept.id) return this.#signer;
    const { id, sealed, sealedBy } = kept;
    const opened = this.#ports.signingKeySealer.open({ bytes: sealed, secretId: sealedBy }, id);
    if (opened === undefined) throw new Error("a signing key can't be opened");
    this.#signer = { id, key: await privateKeyOf(JSON.parse(opened) as JWK) };
    return this.#signer;
  }

  #isOurs({ period, sealedBy }: KeptSigningKey, wanted: number): boolean {
    return period === wanted && sealedBy === this.#ports.signingKeySealer.secretId;
  }

  async #fresh(): Promise<Read> {
    const nowMs = this.#ports.nowMs();
    const read = this.#read;
    const canSign = read?.keys.some((key) => this.#isOurs(key, periodAt(nowMs))) === true;
    if (read && canSign && nowMs - read.atMs < READ_EVERY_MS) return read;
    this.#reading ??= this.#readAll(nowMs).finally(() => (this.#reading = undefined));
    try {
      return (this.#read = await this.#reading);
    } catch (error) {
      // What was read goes on signing while the database can't be reached.
      if (read && canSign) return read;
      throw error;
    }
  }

  async #readAll(nowMs: number): Promise<Read> {
    const { accessTokens } = this.#ports;
    let keys = await accessTokens.signingKeys();
    const wanted = new Set([periodAt(nowMs), periodAt(nowMs + PUBLISHED_BEFORE_MS)]);
    const missing = [...wanted].filter((period) => !keys.some((key) => this.#isOurs(key, period)));
    for (const period of missing) await accessTokens.addSigningKey(await this.#newKey(period));
    if (missing.length > 0) keys = await accessTokens.signingKeys();
    const oldest = periodAt(nowMs - PUBLISHED_AFTER_MS);
    if (keys.some(({ period }) => period < oldest)) await accessTokens.removeSigningKeys(oldest);
    return { atMs: nowMs, keys: keys.filter(({ period }) => period >= oldest) };
  }

  async #newKey(period: number): Promise<KeptSigningKey> {
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const publicJwk = await exportJWK(pair.publicKey);
    const id = await calculateJwkThumbprint(publicJwk);
    const sealed = this.#ports.signingKeySealer.seal(JSON.stringify(await exportJWK(pair.privateKey)), id);
    return {
      period,
      sealedBy: sealed.secretId,
      id,
      publicJwk: JSON.stringify({ ...publicJwk, kid: id, alg: ALGORITHM, use: "sig" }),
      sealed: sealed.bytes,
    };
  }
}

function periodAt(nowMs: number): number {
  return Math.floor(nowMs / PERIOD_MS);
}

async function privateKeyOf(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError("a signing key is no key pair");
  return key;
}
