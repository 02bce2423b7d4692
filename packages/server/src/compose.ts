import { Doorbell } from "./background.ts";
import type { Config } from "./config.ts";
import { OPERATOR } from "./domain/actor.ts";
import { digestOfText } from "./domain/token.ts";
import { gatewayQuestions } from "./doors/forward-auth/gateway-question.ts";
import type { RouteMap } from "./doors/forward-auth/route-map.ts";
import { NO_REQUEST } from "./domain/origin.ts";
import { Follower } from "./feed/follower.ts";
import type { Api, Freshness } from "./http/api.ts";
import { buildApp } from "./http/app.ts";
import { attemptIds } from "./secrets/attempt-ids.ts";
import { auditSeal } from "./secrets/audit-seal.ts";
import { serviceKeyOn } from "./http/proven-service-key.ts";
import { Metrics } from "./http/metrics/metrics.ts";
import { ChangeStreams } from "./http/change-streams.ts";
import { isSameSecret, type ServerSecret, Sha3SecretHasher, TextSealer } from "./secrets/server-secret.ts";
import { totpAuthenticator } from "./sign-in/authenticator.ts";
import { betterAuthSignIn } from "./sign-in/better-auth.ts";
import { inMemory, overNodes } from "./sign-in/limiter.ts";
import { guessLimits, type GuessSettings } from "./sign-in/limits.ts";
import { oidcProvider } from "./sign-in/oidc.ts";
import { hashPassword, OWASP_COST, type PasswordCost, provePassword } from "./sign-in/password.ts";
import { repeatsOf } from "./secrets/repeats.ts";
import { longWork } from "./long-work.ts";
import type { Machine } from "./machine.ts";
import { addressesIn } from "./domain/network.ts";
import { moveToSecret } from "./secrets/move-to-secret.ts";
import { doPeriodicWork } from "./periodic-work.ts";
import type { SqlEngine } from "./storage/engine.ts";
import type { Schema } from "./storage/schema.ts";
import { SmtpMailer } from "./mail/smtp-mailer.ts";
import { openStore } from "./storage/sql-store.ts";
import { toStartError } from "./start-error.ts";
import type { AuditSeal, Store } from "./storage/store.ts";
import { tokenCipher } from "./secrets/token-cipher.ts";
import type { Tracing } from "./tracing/tracing.ts";
import type { OperatorAccess } from "./usecases/access.ts";
import { type SendWebhook, WebhookCourier } from "./usecases/deliver-webhooks.ts";
import { LimitBalancer } from "./usecases/balance-limits.ts";
import { keepUse } from "./usecases/keep-use.ts";
import type { Ports } from "./usecases/ports.ts";
import { ChangeTail } from "./verify/change-tail.ts";
import type { Judge } from "./verify/decide.ts";
import { DigestMoves } from "./verify/digest-moves.ts";
import { Directory } from "./verify/directory.ts";
import { RateLimiter } from "./verify/rate-limiter.ts";
import { applyOrAge, NO_PEERS, type Peers } from "./workers/peers.ts";
import { UseMeter } from "./verify/use-meter.ts";
import { webhookAddresses } from "./webhooks/addresses.ts";
import { webhookSender } from "./webhooks/sender.ts";
import { TrustedClock } from "./verify/trusted-clock.ts";

/** Exports that this node sends at once: each holds a batch of events in memory. */
const EXPORTS_MOST = 20;
/** Chains that this node checks at once: each keeps it busy for some milliseconds between two verifications. */
const CHAIN_VERIFICATIONS_MOST = 2;

export interface ServerParts {
  readonly machine: Machine;
  readonly engine: SqlEngine<Schema>;
  readonly secret: ServerSecret;
  readonly operatorToken: string | undefined;
  readonly config: Pick<
    Config,
    "mail" | "maxStalenessMs" | "oidc" | "publicUrl" | "trustedProxies" | "vtex" | "webhookAllow"
  >;
  /** What gateways' requests ask for; absent: gateways name the account themselves. */
  readonly routeMap?: RouteMap | undefined;
  /** Folder of the built console, or `undefined` for the API alone. */
  readonly consoleFolder: string | undefined;
  /** Other processes behind the same port. Default: none. */
  readonly peers?: Peers;
  /** Sends webhooks; absent: over the network. */
  readonly sendWebhook?: SendWebhook | undefined;
  /** What it costs to hash a password. Default: OWASP's minimum; less is for tests alone. */
  readonly passwordCost?: PasswordCost;
  /** Absent: nothing is traced. Whoever hands it in closes it. */
  readonly tracing?: Tracing | undefined;
  /** Limits on guessing; absent: those of `sign-in/limits.ts`. */
  readonly limits?: Partial<GuessSettings>;
}

/** A server that has its directory filled and follows the change feed, but doesn't listen yet. */
export interface Server {
  readonly app: Api;
  readonly store: Store;
  readonly ports: Ports;
  readonly follower: Follower;
  /** What verifications are decided from. */
  readonly judge: Judge;
  readonly metrics: Metrics;
  readonly changeStreams: ChangeStreams;
  readonly webhooks: WebhookCourier;
  /** Adds what was counted to what is kept, which otherwise happens every ten seconds. */
  readonly keepUse: () => Promise<void>;
  /** Shares limits out anew among the nodes, which otherwise happens every two seconds. */
  readonly balanceLimits: () => Promise<void>;
  /** Moves what was used under another digest over to that under the present server secret, which otherwise happens every ten seconds. */
  readonly moveDigests: () => Promise<void>;
  /** The platform team, as the start itself acts. */
  readonly operator: OperatorAccess;
  /** Answers once it listens: the origin by which it is reached. */
  listen(address: { host: string; port: number }): Promise<string>;
  /** Finishes what is under way, then lets go of everything. Idempotent. */
  close(): Promise<void>;
}

/** Puts a server together; where that fails, the engine is closed. @throws StartError where the database is to blame */
export async function composeServer(parts: ServerParts): Promise<Server> {
  const { engine, machine } = parts;
  const stopped = new AbortController();
  try {
    const seal = auditSeal(parts.secret);
    const store = await openStore({ engine, seal, nowMs: machine.clock.nowMs, newId: machine.newId });
    return await composeOn({ engine, seal, store, stopped }, parts);
  } catch (error) {
    stopped.abort();
    await engine.close();
    throw toStartError(engine, error);
  }
}

/** What everything else of a server stands on. */
interface Ground {
  readonly engine: SqlEngine<Schema>;
  readonly seal: AuditSeal;
  readonly store: Store;
  /** Aborts when the server is to end, or doesn't come about. */
  readonly stopped: AbortController;
}

async function composeOn({ engine, seal, store, stopped }: Ground, parts: ServerParts): Promise<Server> {
  const { config, machine, passwordCost = OWASP_COST, tracing } = parts;
  const { clock, logger, newId, randomBytes } = machine;
  const serverSecret = parts.secret;
  const directory = new Directory();
  const tail = new ChangeTail();
  const trustedClock = new TrustedClock(clock);
  const hasher = new Sha3SecretHasher(serverSecret);
  const follower = new Follower({
    feed: store.feed,
    directory,
    tail,
    trustedClock,
    clock,
    maxStalenessMs: config.maxStalenessMs,
  });
  const peers = parts.peers ?? NO_PEERS;
  // Before the first full read, so that nothing falls between the two.
  peers.onCommit((revision) =>
    applyOrAge(
      { reach: (wanted) => follower.reach(wanted), isOver: () => stopped.signal.aborted || follower.isStale() },
      revision,
      (ms) => machine.wait(ms, stopped.signal),
    ),
  );
  await follower.poll();
  // Rows on their way into the directory: V8 would keep their room for long.
  machine.collectGarbage?.();

  const use = new UseMeter();
  const rates = new RateLimiter(clock.monotonicMs);
  const freshness: Freshness = {
    ageMs: () => follower.ageMs(),
    isStale: () => follower.isStale(),
    revision: () => directory.position?.revision ?? -1,
    catchUp: () => follower.poll(),
    changesAfter: (revision) => follower.changesAfter(revision),
  };
  const metrics = new Metrics({
    freshness,
    feedLag: () => follower.lag(),
    directory,
    rates,
    use,
    outboxSize: () => store.outbox.size(),
    monotonicMs: clock.monotonicMs,
    ofProcess: machine.measureProcess,
  });

  const deliveries = new Doorbell();
  const webhookBell = new Doorbell();
  const addresses = webhookAddresses(config.webhookAllow);
  const webhookSealer = new TextSealer(serverSecret, "latchkey webhooks", randomBytes);
  const send = parts.sendWebhook ?? webhookSender({ addresses });
  const webhooks = new WebhookCourier({
    store,
    send: tracing ? tracing.sending(send) : send,
    sealer: webhookSealer,
    nowMs: clock.nowMs,
    expiryNowMs: () => trustedClock.nowMs(),
    ended: () => webhookBell.ring(),
  });
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
  const limits = guessLimits(
    engine.sharedByNodes
      ? overNodes({ counts: store.attempts, nowMs: () => trustedClock.nowMs(), idOf: attemptIds(serverSecret) })
      : inMemory,
    parts.limits,
  );
  const ports: Ports = {
    reads: store.reads,
    digest: (secret) => hasher.digest(secret),
    digests: (secret) => hasher.digests(secret).map(digestOfText),
    matches: (secret, digest) => hasher.matches(secret, digest),
    tokenCipher: tokenCipher(serverSecret, randomBytes),
    lookUpLimit: limits.lookUp,
    linkLimit: limits.link,
    repeats: repeatsOf(serverSecret),
    auditSeal: seal,
    pace: { monotonicMs: clock.monotonicMs, idleMs: machine.idleMs, rest: machine.rest },
    exports: longWork({ most: EXPORTS_MOST }),
    verifications: longWork({ most: CHAIN_VERIFICATIONS_MOST }),
    nowMs: () => trustedClock.nowMs(),
    randomBytes,
    newId,
    hashPassword: (password) => hashPassword(password, randomBytes, passwordCost),
    isPassword: (password, phc) => provePassword(password, phc, randomBytes, passwordCost),
    authenticator: totpAuthenticator({
      sealer: twoFactorSealer,
      randomBytes,
      nowMs: clock.nowMs,
    }),
    signIns: store.signIns,
    accessTokens: store.accessTokens,
    signingKeySealer: new TextSealer(serverSecret, "latchkey signing keys", randomBytes),
    webhookSealer,
    webhookUrlProblem: (url) => addresses.problemOf(url),
    mailer,
    mailLimit: limits.mail,
    countReopening: (linkId) => store.countReopening(linkId),
    change(origin, work) {
      const change = async () => {
        const { leaves, revision, value } = await store.change(origin, work);
        if (leaves.announcements) deliveries.ring();
        if (leaves.deliveries) webhookBell.ring();
        await Promise.all([follower.reach(revision), peers.apply(revision)]);
        return value;
      };
      return metrics.timeChange(tracing ? () => tracing.change(change) : change);
    },
  };

  const judge: Judge = {
    directory,
    hasher,
    nowMs: ports.nowMs,
    use,
    rates,
    moves,
  };
  const balancer = engine.sharedByNodes
    ? new LimitBalancer({ nodes: store.nodes, limits: rates, node: newId(), monotonicMs: clock.monotonicMs })
    : undefined;
  // Before the first request: beside other nodes this one has but a share.
  await balancer?.balance();
  const https = publicUrl.startsWith("https:");
  const changeStreams = new ChangeStreams(tail, freshness);
  const app = await buildApp({
    ports,
    judge,
    metrics,
    freshness,
    changeStreams,
    signIn: betterAuthSignIn({
      engine,
      secret: serverSecret.derive("latchkey sessions").toString("hex"),
      secure: https,
      nowMs: ports.nowMs,
      // On the side: whoever asks doesn't wait for it, and doesn't fail by it.
      seen: (sessionId, atMs) => void store.signIns.seen(sessionId, atMs).catch(() => undefined),
    }),
    signInLimit: limits.signIn,
    codeLimit: limits.code,
    returnLimit: limits.providerReturn,
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
    gatewayQuestion: gatewayQuestions({
      routeMap: parts.routeMap,
      isServiceKey: (connection, token) => serviceKeyOn(connection, judge, token) !== undefined,
      isTrustedPeer: addressesIn(config.trustedProxies),
    }),
    isVtexOpen: config.vtex,
    consoleFolder: parts.consoleFolder,
    logger,
    newId,
    tracing,
  });

  const keepCountedUse = () => metrics.countFailures(() => keepUse(store, use));
  const move = () =>
    moveToSecret({ store, follower, moves, secret: serverSecret, sealer: twoFactorSealer, webhookSealer });
  if (serverSecret.previous) {
    logger.info(
      { waiting: await store.digests.waiting(serverSecret.id, ports.nowMs()) },
      "the server secret is being rotated",
    );
  }
  const periodicWork = doPeriodicWork(
    {
      machine,
      store,
      ports,
      follower,
      changeStreams,
      webhooks,
      rates,
      balancer,
      deliveries,
      webhookBell,
      keepUse: keepCountedUse,
      moveDigests: move,
    },
    stopped.signal,
  );
  return {
    app,
    store,
    ports,
    follower,
    judge,
    metrics,
    changeStreams,
    webhooks,
    keepUse: keepCountedUse,
    balanceLimits: async () => balancer?.balance(),
    moveDigests: move,
    operator: { actor: OPERATOR, origin: NO_REQUEST, renew: () => Promise.resolve() },
    async listen({ host, port }) {
      const address = await app.listen({ host, port });
      publicUrl = config.publicUrl ?? address;
      return publicUrl;
    },
    async close() {
      await app.close();
      stopped.abort();
      await periodicWork;
      await webhooks.settled();
      await mailer?.close();
      await balancer?.leave().catch(() => undefined);
      await move().catch((error: unknown) => logger.warn({ err: error }, "digests will move when they are used again"));
      await keepCountedUse().catch((error: unknown) => logger.warn({ err: error }, "counted use was lost"));
      await store.close();
    },
  };
}
