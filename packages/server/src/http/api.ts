import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { KnownChanges } from "../domain/change.ts";
import type { IdentityProvider, ReturnLimit, SignIn, SignInLimit } from "../sign-in/sign-in.ts";
import type { Access, AccessOfActor, OperatorAccess } from "../usecases/access.ts";
import type { OwnAccess } from "../usecases/own-access.ts";
import type { Ports } from "../usecases/ports.ts";
import type { Judge } from "../verify/decide.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { ChangeStreams } from "./change-streams.ts";
import type { Principal } from "./open-account.ts";
import type { SameOrigin } from "./same-origin.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** JSON pointers of the body's fields that take a secret; `*` stands for any part. */
    readonly secretFields?: readonly string[];
  }
}

/** The server on which routes are put; their schemas are zod's. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What routes are given. */
export interface RouteParts {
  readonly ports: Ports;
  readonly judge: Judge;
  readonly metrics: Metrics;
  /** Makes an id that was never used before. */
  readonly newId: () => string;
  readonly freshness: Freshness;
  readonly changeStreams: ChangeStreams;
  readonly signIn: SignIn;
  readonly signInLimit: SignInLimit;
  /** Of the codes that follow a right password. */
  readonly codeLimit: SignInLimit;
  readonly returnLimit: ReturnLimit;
  /** Those by which people can sign in. */
  readonly providers: readonly IdentityProvider[];
  /** Origin by which people and scripts reach us. */
  readonly publicUrl: () => string;
  /** Whether browsers reach us over https. */
  readonly https: boolean;
  readonly sameOrigin: SameOrigin;
  readonly gatewayQuestion: ReadGatewayQuestion;
  /** Whether scripts that were written for VTEX are answered. */
  readonly isVtexOpen: boolean;
  /** Who a request comes from. @throws DomainError `UNAUTHENTICATED` */
  readonly principalOf: (request: FastifyRequest) => Principal;
  /** Lets the caller into an account: see `openAccount`. */
  readonly accessOf: (request: FastifyRequest, account: string) => Promise<Access>;
  readonly accessOfActor: AccessOfActor;
  /** @throws DomainError `FORBIDDEN` for everybody but operators */
  readonly operatorOf: (request: FastifyRequest) => OperatorAccess;
  /** @throws DomainError `FORBIDDEN` for everybody but people in the console */
  readonly personOf: (request: FastifyRequest) => OwnAccess;
}

/** In which account, and for which resource, a gateway asks. Without a resource: whether the account is open at all. */
export interface GatewayQuestion {
  readonly account: string;
  readonly resource: string | undefined;
}

/** Finds out what a gateway asks. @throws DomainError `FORBIDDEN` where nothing that counts says so */
export type ReadGatewayQuestion = (asked: AskedByGateway) => GatewayQuestion;

/** A gateway's request to us. */
export interface AskedByGateway {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** What it came over, and the address of whoever sent it to us. */
  readonly connection: Pick<Socket, "remoteAddress">;
}

/** How old what this node knows is. */
export interface Freshness {
  readonly ageMs: () => number;
  /** Whether it is too old to answer from (rule 12). */
  readonly isStale: () => boolean;
  /** The newest revision that this node's answers take into account; -1 before the first. */
  readonly revision: () => number;
  /** Looks for changes at once. @throws where the database can't be reached */
  readonly catchUp: () => Promise<void>;
  /** What is known to have changed behind a revision; `undefined` before the first full read. */
  readonly changesAfter: (revision: number) => KnownChanges | undefined;
}
