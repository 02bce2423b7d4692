import type { LookupAddress } from "node:dns";
import { lookup as lookUpName } from "node:dns/promises";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { AttemptProblem } from "../domain/webhook.ts";
import type { SendWebhook } from "../usecases/deliver-webhooks.ts";
import { hostOf, type WebhookAddresses } from "./addresses.ts";
import { signedHeaders } from "./signature.ts";

/** How long one attempt may take in all, in milliseconds. */
const TIMEOUT_MS = 15_000;
/** How much of an answer is read, to end the connection well; none of it is kept. */
const ANSWER_MAX_BYTES = 65_536;
/** How many bytes of headers an answer may have. */
const HEADERS_MAX_BYTES = 16_384;

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

export interface WebhookSenderParts {
  readonly addresses: WebhookAddresses;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
  /** Default 15,000. */
  readonly timeoutMs?: number;
}

/**
 * Sends webhooks over connections of their own. A name is resolved once, every address of it is checked, and only these are
 * connected to: what it leads to later doesn't count. A redirect is an answer like any other that isn't 2xx: it is never followed.
 */
export function webhookSender({ addresses, resolve, timeoutMs = TIMEOUT_MS }: WebhookSenderParts): SendWebhook {
  const resolveName = resolve ?? ((name) => lookUpName(name, { all: true }));
  return async ({ atMs, body, id, secrets, url: text }, stopped) => {
    const url = URL.parse(text);
    if (!url || addresses.problemOf(text) !== undefined) return failed("address-refused");
    const isPlain = url.protocol === "http:";
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([stopped, timeout]);
    const lookup = checkedLookup(resolveName, (address) => addresses.mayReach(address, isPlain));
    try {
      // A host that is an address isn't looked up: then nothing but this stands before it.
      const host = hostOf(url);
      if (isIP(host) !== 0 && !addresses.mayReach(host, isPlain)) return failed("address-refused");
      const request = isPlain ? requestPlain : requestTls;
      const status = await new Promise<number>((done, fail) => {
        const sent = request(
          url,
          {
            method: "POST",
            agent: false,
            lookup,
            signal,
            maxHeaderSize: HEADERS_MAX_BYTES,
            headers: { ...signedHeaders(secrets, id, atMs, body), "content-length": Buffer.byteLength(body) },
          },
          (answer) => discard(answer, () => done(answer.statusCode ?? 0)),
        );
        sent.on("error", fail);
        // An answer that switches protocols is none, and ends without an error.
        sent.on("close", () => fail(new Error("closed without an answer")));
        sent.end(body);
      });
      return { status, problem: status >= 200 && status < 300 ? null : "answer" };
    } catch (error) {
      if (error instanceof LookupError) return failed(error.problem);
      return failed(timeout.aborted ? "timed-out" : "unreachable");
    }
  };
}

function failed(problem: AttemptProblem) {
  return { status: null, problem };
}

class LookupError extends Error {
  readonly problem: AttemptProblem;

  constructor(problem: AttemptProblem) {
    super(problem);
    this.problem = problem;
  }
}

function checkedLookup(resolve: Resolve, mayReach: (address: string) => boolean): LookupFunction {
  const check = async (name: string): Promise<[LookupAddress, ...LookupAddress[]] | LookupError> => {
    const [first, ...others] = await resolve(name).catch(() => []);
    if (!first) return new LookupError("name-unknown");
    // One bad address among good ones is a trick, not a mistake.
    const isGood = [first, ...others].every(({ address }) => mayReach(address));
    return isGood ? [first, ...others] : new LookupError("address-refused");
  };
  return (name, options, callback) => {
    void (async () => {
      const found = await check(name);
      if (found instanceof LookupError) callback(found, "", 0);
      else if (options.all) callback(null, found);
      else callback(null, found[0].address, found[0].family);
    })();
  };
}

/** Reads an answer to its end, or to where it is too much. */
function discard(answer: IncomingMessage, done: () => void): void {
  let bytes = 0;
  answer.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) answer.destroy();
  });
  // Its status has come: how its body ends changes nothing.
  answer.on("error", done).on("close", done);
}
