import type { FastifyBaseLogger } from "fastify";
import { Doorbell, repeat, type Wait } from "./background.ts";
import { type Config, StartError } from "./config.ts";
import { OPERATOR } from "./domain/actor.ts";
import { Follower } from "./feed/follower.ts";
import type { Api } from "./http/api.ts";
import { buildApp } from "./http/app.ts";
import { auditSeal } from "./audit-seal.ts";
import { isSameSecret, type ServerSecret, Sha3SecretHasher, TextSealer } from "./server-secret.ts";
import { totpAuthenticator } from "./sign-in/authenticator.ts";
import { betterAuthSignIn } from "./sign-in/better-auth.ts";
import { codeLimit, linkLimit, lookUpLimit, mailLimit, returnLimit, signInLimit } from "./sign-in/limits.ts";
import { oidcProvider } from "./sign-in/oidc.ts";
import { hashPassword, provePassword } from "./sign-in/password.ts";
import { repeatsOf } from "./repeats.ts";
import { longWork } from "./long-work.ts";
import { moveToSecret } from "./move-to-secret.ts";
import type { SqlEngine } from "./storage/engine.ts";
import type { Schema } from "./storage/schema.ts";
import { SmtpMailer } from "./smtp-mailer.ts";
import { IncompleteInstallationError, openStore, WrongSecretError } from "./storage/sql-store.ts";
import type { Store } from "./storage/store.ts";
import { tokenCipher } from "./token-cipher.ts";
import type { OperatorAccess } from "./usecases/access.ts";
import { deliverAnnouncements } from "./usecases/deliver-announcements.ts";
import { expireTokenLinks } from "./usecases/expire-token-links.ts";
import { keepUse } from "./usecases/keep-use.ts";
import { tellOfExpiry } from "./usecases/tell-of-expiry.ts";
import { forgetRepeatables } from "./usecases/forget-repeatables.ts";
import type { Ports } from "./usecases/ports.ts";
import { trimUse } from "./usecases/trim-use.ts";
import type { Judge } from "./verify/decide.ts";
import { DigestMoves } from "./verify/digest-moves.ts";
import { Directory } from "./verify/directory.ts";
import { UseMeter } from "./verify/use-meter.ts";
import { type Clock, TrustedClock } from "./verify/trusted-clock.ts";

/** How often a follower looks for changes that other nodes made, in milliseconds: well within rule 12's second. */
const FOLLOW_EVERY_MS = 200;
/** How often the outbox is looked at for what another node left behind, in milliseconds: well within rule 11's five seconds. */
const DELIVER_EVERY_MS = 1_000;
/** How often links that have expired unopened are looked for, in milliseconds. */
const EXPIRE_EVERY_MS = 1_000;
/** How often is looked for tokens that reach their end, in milliseconds. */
const TELL_EVERY_MS = 300_000;
/** How often what is too old to be needed is forgotten, in milliseconds. */
const FORGET_EVERY_MS = 60_000;

/** How often counted use is kept, in milliseconds: what a node that is killed loses at most. */
const KEEP_USE_EVERY_MS = 10_000;
/** How often what was used under the server secret of before moves over to the present one, in milliseconds. */
const MOVE_EVERY_MS = 10_000;
/** How often use that is old enough is forgotten, in milliseconds. */
const TRIM_USE_EVERY_MS = 60 * 60 * 1_000;
/** Exports that this node sends at once: each holds a batch of events in memory. */
const EXPORTS_MOST = 20;
/** Chains that this node checks at once: each keeps it busy for some milliseconds between two verifications. */
const CHAIN_VERIFICATIONS_MOST = 2;

/** What a server takes from the machine; tests hand it their own. */
export interface Machine {
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly newId: () => string;
  readonly wait: Wait;
  readonly logger: FastifyBaseLogger;
}

export interface ServerParts {
  readonly machine: Machine;
  readonly engine: SqlEngine<Schema>;
  readonly secret: ServerSecret;
  readonly operatorToken: string | undefined;
  readonly config: Pick<Config, "mail" | "maxStalenessMs" | "oidc" | "publicUrl" | "trustedProxies">;
  /** Folder of the built console, or `undefined` for the API alone. */
  readonly consoleFolder: string | undefined;
  /** Limits on guessing; absent: those of `sign-in/limits.ts`. */
  readonly limits?: {
    readonly signIn: ReturnType<typeof signInLimit>;
    readonly code: ReturnType<typeof codeLimit>;
    readonly lookUp: ReturnType<typeof lookUpLimit>;
    readonly link: ReturnType<typeof linkLimit>;
  };
}

/** A server that has its directory filled and follows the change feed, but doesn't listen yet. */
export interface Server {
  readonly app: Api;
  readonly store: Store;
  readonly ports: Ports;
  readonly follower: Follower;
  /** What verifications are decided from. */
  readonly judge: Judge;
  /** Adds what was counted to what is kept, which otherwise happens every ten seconds. */
  readonly keepUse: () => Promise<void>;
  /** Moves what was used under the server secret of before over to the present one, which otherwise happens every ten seconds. */
  readonly moveDigests: () => Promise<void>;
  /** The platform team, as the start itself acts. */
  readonly operator: OperatorAccess;
  /** Answers once it listens: the origin by which it is reached. */
  listen(address: { host: string; port: number }): Promise<string>;
  /** Finishes what is under way, then lets go of everything. Idempotent. */
  close(): Promise<void>;
}

/** Puts a server together. */
export async function composeServer(parts: ServerParts): Promise<Server> {
  const { config, engine, machine } = parts;
  const { clock, logger, newId, randomBytes } = machine;
  const serverSecret = parts.secret;
  const seal = auditSeal(serverSecret);
  const store = await openStore({ engine, seal, nowMs: clock.nowMs, newId }).catch(async (error: unknown) => {
    await engine.close();
    if (error instanceof IncompleteInstallationError) {
      throw new StartError("a copy into this database hasn't come to its end: run latchkey copy again");
    }
    throw error instanceof WrongSecretError
      ? new StartError("LATCHKEY_SECRET is not the secret that this database was made with")
      : error;
  });
  const directory = new Directory();
  const trustedClock = new TrustedClock(clock);
  const hasher = new Sha3SecretHasher(serverSecret);
  const follower = new Follower({
    feed: store.feed,
    directory,
    trustedClock,
    clock,
    maxStalenessMs: config.maxStalenessMs,
  });
  await follower.poll();

  const stopped = new AbortController();
  const deliveries = new Doorbell();
  let publicUrl = config.publicUrl ?? "http://localhost";
  const mailer =
    config.mail &&
    new SmtpMailer({
      settings: config.mail,
      publicUrl: () => publicUrl,
      keepMail: (id, proof, mail) => store.keepInvitationMail(id, proof, mail),
      logger,
    });
  const twoFactorSealer = new TextSealer(serverSecret, "latchkey two-factor", randomBytes);
  const moves = new DigestMoves();
  const ports: Ports = {
    reads: store.reads,
    digest: (secret) => hasher.digest(secret),
    digests: (secret) => hasher.digests(secret),
    matches: (secret, digest) => hasher.matches(secret, digest),
    tokenCipher: tokenCipher(serverSecret, randomBytes),
    lookUpLimit: parts.limits?.lookUp ?? lookUpLimit(),
    linkLimit: parts.limits?.link ?? linkLimit(),
    repeats: repeatsOf(serverSecret),
    auditSeal: seal,
    exports: longWork({ most: EXPORTS_MOST }),
    verifications: longWork({ most: CHAIN_VERIFICATIONS_MOST }),
    nowMs: () => trustedClock.nowMs(),
    randomBytes,
    newId,
    hashPassword: (password) => hashPassword(password, randomBytes),
    isPassword: (password, phc) => provePassword(password, phc, randomBytes),
    authenticator: totpAuthenticator({
      sealer: twoFactorSealer,
      randomBytes,
      nowMs: clock.nowMs,
    }),
    signIns: store.signIns,
    invitationMailer: mailer,
    mailLimit: mailLimit(),
    countReopening: (linkId) => store.countReopening(linkId),
    async change(origin, work) {
      const { value, revision } = await store.change(origin, work);
      deliveries.ring();
      await follower.reach(revision);
      return value;
    },
  };

  const use = new UseMeter();
  const judge: Judge = { directory, hasher, nowMs: ports.nowMs, use, moves: serverSecret.previous ? moves : undefined };
  const https = publicUrl.startsWith("https:");
  const app = await buildApp({
    ports,
    judge,
    freshness: {
      ageMs: () => follower.ageMs(),
      isStale: () => follower.isStale(),
      revision: () => directory.position?.revision ?? -1,
      catchUp: () => follower.poll(),
      changesAfter: (revision) => follower.changesAfter(revision),
    },
    signIn: betterAuthSignIn({
      engine,
      secret: serverSecret.derive("latchkey sessions").toString("hex"),
      secure: https,
      nowMs: clock.nowMs,
      // On the side: whoever asks doesn't wait for it, and doesn't fail by it.
      seen: (sessionId, atMs) => void store.signIns.seen(sessionId, atMs).catch(() => undefined),
    }),
    signInLimit: parts.limits?.signIn ?? signInLimit(),
    codeLimit: parts.limits?.code ?? codeLimit(),
    returnLimit: returnLimit(),
    providers: config.oidc
      ? [
          oidcProvider({
            settings: config.oidc,
            sealer: new TextSealer(serverSecret, "latchkey openid connect", randomBytes),
            secretId: serverSecret.id,
            randomBytes,
            nowMs: ports.nowMs,
          }),
        ]
      : [],
    isOperatorToken: (token) => parts.operatorToken !== undefined && isSameSecret(token, parts.operatorToken),
    publicUrl: () => publicUrl,
    https,
    trustedProxies: config.trustedProxies,
    consoleFolder: parts.consoleFolder,
    logger,
    newId,
  });

  const { signal } = stopped;
  const keepCountedUse = () => keepUse(store, use);
  const move = () => moveToSecret({ store, follower, moves, secret: serverSecret, sealer: twoFactorSealer });
  if (serverSecret.previous) {
    logger.info({ waiting: await store.digests.waiting(serverSecret.id) }, "the server secret is being rotated");
  }
  const loops = [
    ...(serverSecret.previous
      ? [repeat({ wait: machine.wait, everyMs: MOVE_EVERY_MS, signal, logger, name: "move digests" }, move)]
      : []),
    repeat({ wait: machine.wait, everyMs: FOLLOW_EVERY_MS, signal, logger, name: "follow" }, () => follower.poll()),
    repeat(
      { wait: machine.wait, everyMs: DELIVER_EVERY_MS, signal, logger, name: "deliver", doorbell: deliveries },
      () => deliverAnnouncements(store, signal),
    ),
    repeat({ wait: machine.wait, everyMs: KEEP_USE_EVERY_MS, signal, logger, name: "keep use" }, keepCountedUse),
    repeat({ wait: machine.wait, everyMs: TRIM_USE_EVERY_MS, signal, logger, name: "trim use" }, () =>
      trimUse(store, ports.nowMs(), signal),
    ),
    repeat({ wait: machine.wait, everyMs: TELL_EVERY_MS, signal, logger, name: "tell" }, () =>
      tellOfExpiry({ store, nowMs: ports.nowMs }, signal),
    ),
    repeat({ wait: machine.wait, everyMs: EXPIRE_EVERY_MS, signal, logger, name: "expire links" }, () =>
      expireTokenLinks(ports, signal),
    ),
    repeat({ wait: machine.wait, everyMs: FORGET_EVERY_MS, signal, logger, name: "forget" }, () =>
      forgetRepeatables(store, clock.nowMs(), signal),
    ),
  ];
  return {
    app,
    store,
    ports,
    follower,
    judge,
    keepUse: keepCountedUse,
    moveDigests: move,
    operator: { actor: OPERATOR, origin: { requestId: null, ip: null }, renew: () => Promise.resolve() },
    async listen({ host, port }) {
      const address = await app.listen({ host, port });
      publicUrl = config.publicUrl ?? address;
      return publicUrl;
    },
    async close() {
      await app.close();
      stopped.abort();
      await Promise.all(loops);
      await mailer?.close();
      await move().catch((error: unknown) => logger.warn({ err: error }, "digests will move when they are used again"));
      await keepCountedUse().catch((error: unknown) => logger.warn({ err: error }, "counted use was lost"));
      await store.close();
    },
  };
}
