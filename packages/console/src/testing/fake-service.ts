import { vi } from "vitest";

/** A request as the fake service saw it. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
}

type Answer = object | ((request: SeenRequest) => Response);

/** What the service answers, by method and path without query: a body for 200, or a function of the request. */
export type Answers = Readonly<Record<string, Answer>>;

/**
 * Puts a service in the place of the browser's `fetch`, until `vi.unstubAllGlobals()`. It remembers what it was asked; a
 * request that it has no answer to fails the test that made it.
 */
export function fakeService(answers: Answers): { readonly seen: readonly SeenRequest[] } {
  const seen: SeenRequest[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}): Promise<Response> => {
    init.signal?.throwIfAborted();
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const request = { method: init.method ?? "GET", path: url, body };
    seen.push(request);
    const answer = answers[`${request.method} ${url.replace(/\?.*/, "")}`];
    if (answer === undefined) throw new Error(`the fake service doesn't know ${request.method} ${url}`);
    return typeof answer === "function"
      ? (answer as (request: SeenRequest) => Response)(request)
      : Response.json(answer);
  });
  return { seen };
}

/** A refusal as the service words it. */
export function problem(status: number, code: string, extras: Readonly<Record<string, unknown>> = {}): () => Response {
  const body = {
    type: "about:blank",
    title: code,
    status,
    code,
    detail: `Detail of ${code}.`,
    requestId: "req-1",
    ...extras,
  };
  return () => Response.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}
