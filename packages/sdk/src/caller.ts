import type { Allowed } from "./verifier.ts";

/** Who a request comes from, proven, and what they may do in the account. */
export type Caller = Pick<Allowed, "account" | "key" | "owner" | "external" | "name" | "roles" | "resources">;

const callers = new WeakMap<object, Caller>();

/** Who a request of Express or Fastify comes from. @throws {Error} where no middleware of this package has let it pass */
export function callerOf(request: object): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error("this request has not been verified: protect its route");
  return caller;
}

/** Notes who a request comes from, also as its `latchkey`. */
export function setCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
  Object.assign(request, { latchkey: caller });
}
