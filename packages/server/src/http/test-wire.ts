import { Agent, request as httpRequest } from "node:http";
import type { GivenAnswer } from "./test-documented.ts";

/** How long an answer may take, in milliseconds. */
const ANSWER_MS = 8_000;

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
}

/** What comes back. */
export interface WireAnswer extends GivenAnswer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A connection to a server of a test's own, by which requests go out as they are. Whoever makes it closes it. */
export class Wire {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends a request with these headers and no others, but for `Host` and the length of a body. */
  send({ body, headers, method, target }: WireRequest): Promise<WireAnswer> {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, host: "127.0.0.1", port: this.#port, method, path: target };
      const asking = httpRequest({ ...options, headers: { ...length, ...headers } });
      asking.on("error", reject);
      asking.on("response", (response) => {
        const { headers: told, statusCode: status = 0 } = response;
        const contentType = told["content-type"];
        const finish = (text: string) => resolve({ status, headers: told, contentType, text });
        if (contentType?.startsWith("text/event-stream")) {
          // It has no end.
          finish("");
          asking.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => void chunks.push(chunk));
        response.on("end", () => finish(Buffer.concat(chunks).toString()));
        response.on("error", reject);
      });
      asking.setTimeout(ANSWER_MS, () => asking.destroy(new Error("no answer")));
      asking.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
