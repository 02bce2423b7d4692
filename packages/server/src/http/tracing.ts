import type { RequestHandler } from "./fast-path.ts";

/** Tells a collector of traces what requests go through. */
export interface RequestTracing {
  /** Has every request that a listener answers told of, as one span. */
  traced(listener: RequestHandler): RequestHandler;
  /**
   * Says which route a request has met, by its template, and what it is called in logs and problems. What was answered without this has met
   * the route that its address names.
   */
  routed(route: string | undefined, requestId: string): void;
}
