import { z } from "zod";
import { ACCOUNT_NAME_PATTERN } from "../../domain/account.ts";
import { ACCOUNT, type HostPattern, parseHost, parsePath, type SegmentPattern } from "./route-patterns.ts";

const accountInput = z.string().regex(ACCOUNT_NAME_PATTERN, "must be an account's name");
const methodInput = z.string().regex(/^[A-Z]+(?:-[A-Z]+)*$/, "must be a method in capitals, such as GET");

/** The file that `LATCHKEY_ROUTES` names. */
export const routeMapInput = z.strictObject({
  /** What holds for the routes that don't say it themselves. */
  defaults: z.strictObject({ host: z.string().optional(), account: accountInput.optional() }).optional(),
  routes: z.array(
    z.strictObject({
      /** Absent: every method. A route for GET is also one for HEAD. */
      method: z.union([methodInput, z.array(methodInput).min(1)], "must be a method, or a list of some").optional(),
      /** Absent: every host. */
      host: z.string().optional(),
      path: z.string(),
      /** Absent: from the host's `{account}`, or the path's `:account`. */
      account: accountInput.optional(),
      /** `null`: whoever the account lets in at all. */
      resource: z
        .string()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be like oms.view-order")
        .nullable(),
    }),
  ),
});

/** A request as the caller sent it to the gateway. */
export interface RoutedRequest {
  readonly method: string;
  /** As `readHost` reads it; `undefined` where there is none. */
  readonly host: string | undefined;
  /** As `readPath` reads them. */
  readonly segments: readonly string[];
}

/** What a route asks for, or why a request has none. */
export type Routed = { readonly account: string; readonly resource: string | undefined } | { readonly problem: string };

/** A route map that can't be used: where in the file, as a JSON pointer, and why. */
export class RouteMapError extends Error {
  override readonly name = "RouteMapError";
  readonly place: string;

  constructor(place: string, message: string) {
    super(message);
    this.place = place;
  }
}

interface Route {
  readonly place: string;
  readonly methods: ReadonlySet<string> | undefined;
  readonly host: HostPattern | undefined;
  readonly resource: string | undefined;
  /** A name, the label before the host's suffix, or a segment. */
  readonly account: string | { readonly suffix: string } | { readonly segment: number };
}

/** What follows a number of segments. */
interface Node {
  readonly literals: Map<string, Node>;
  /** The literals in lower case. */
  readonly folded: Set<string>;
  parameter: Node | undefined;
  /** Routes that end here, and those that take all that follows. */
  readonly ends: Route[];
  readonly rests: Route[];
}

/**
 * Turns method, host and path into account and resource. Of the routes that fit, the most specific counts: the first segment
 * in which two paths differ decides, a text before a parameter before `*`; then the host, a name before `{account}.` before
 * none; then the method, a named one before none. Two that come out equal are refused when the map is made.
 */
export class RouteMap {
  readonly #root = newNode();
  readonly #resources = new Map<string, string>();

  /** @throws RouteMapError */
  constructor({ defaults, routes }: z.output<typeof routeMapInput>) {
    for (const [index, input] of routes.entries()) {
      const place = `/routes/${index}`;
      this.#add(place, { ...input, host: input.host ?? defaults?.host }, defaults?.account);
      if (input.resource !== null) this.#resources.set(`${place}/resource`, input.resource);
    }
  }

  /** The resources that routes ask for, by their place in the file. */
  get resources(): ReadonlyMap<string, string> {
    return this.#resources;
  }

  match(request: RoutedRequest): Routed {
    const found = find(this.#root, request, 0);
    if (!found) return { problem: "no route fits" };
    if ("problem" in found) return found;
    const account = accountOf(found, request);
    if (!ACCOUNT_NAME_PATTERN.test(account)) return { problem: "the path doesn't name an account" };
    return { account, resource: found.resource };
  }

  #add(place: string, input: z.output<typeof routeMapInput>["routes"][number], defaultAccount?: string): void {
    const segments = parsePath(input.path);
    if (typeof segments === "string") throw new RouteMapError(`${place}/path`, segments);
    const host = input.host === undefined ? undefined : parseHost(input.host);
    if (typeof host === "string") throw new RouteMapError(`${place}/host`, host);
    const route: Route = {
      place,
      methods: input.method === undefined ? undefined : new Set([input.method].flat()),
      host,
      resource: input.resource ?? undefined,
      account: accountSource(place, { account: input.account, host, segments, defaultAccount }),
    };
    let node = this.#root;
    for (const segment of segments) if (segment.kind !== "rest") node = childOf(node, segment);
    const routes = segments.at(-1)?.kind === "rest" ? node.rests : node.ends;
    const equal = routes.find((other) => areEqual(other, route));
    if (equal) throw new RouteMapError(place, `fits the same requests as ${equal.place}`);
    routes.push(route);
  }
}

function newNode(): Node {
  return { literals: new Map(), folded: new Set(), parameter: undefined, ends: [], rests: [] };
}

function childOf(node: Node, segment: Exclude<SegmentPattern, { kind: "rest" }>): Node {
  if (segment.kind === "parameter") return (node.parameter ??= newNode());
  let child = node.literals.get(segment.text);
  if (!child) node.literals.set(segment.text, (child = newNode()));
  node.folded.add(segment.text.toLowerCase());
  return child;
}

function accountSource(
  place: string,
  from: {
    account: string | undefined;
    host: HostPattern | undefined;
    segments: readonly SegmentPattern[];
    defaultAccount: string | undefined;
  },
): Route["account"] {
  const { account, defaultAccount, host, segments } = from;
  const segment = segments.findIndex((each) => each.kind === "parameter" && each.name === ACCOUNT);
  const sources: Route["account"][] = [
    ...(account === undefined ? [] : [account]),
    ...(host?.kind === "account" ? [{ suffix: host.suffix }] : []),
    ...(segment < 0 ? [] : [{ segment }]),
  ];
  const [source = defaultAccount] = sources;
  if (source !== undefined && sources.length <= 1) return source;
  throw new RouteMapError(
    place,
    `must take the account from one of "account", {account} in "host" and :account in "path", not from ${sources.length === 0 ? "none" : "several"}`,
  );
}

function accountOf({ account }: Route, { host = "", segments }: RoutedRequest): string {
  if (typeof account === "string") return account;
  return "segment" in account ? (segments[account.segment] ?? "") : host.slice(0, -account.suffix.length);
}

/** Whether neither of two routes with one path is more specific, and a request can fit both. */
function areEqual(one: Route, other: Route): boolean {
  if (hostKey(one.host) !== hostKey(other.host)) return false;
  if (!one.methods || !other.methods) return one.methods === other.methods;
  return !one.methods.isDisjointFrom(other.methods);
}

function hostKey(host: HostPattern | undefined): string | undefined {
  return host?.kind === "account" ? host.suffix : host?.host;
}

/** The most specific route below a node. Each node is looked at once at most, as one way alone leads to it. */
function find(node: Node, request: RoutedRequest, depth: number): Route | { readonly problem: string } | undefined {
  const { segments } = request;
  if (depth === segments.length) return best(node.ends, request);
  const segment = segments[depth] ?? "";
  const child = node.literals.get(segment);
  // A service that doesn't mind the case would serve the literal, where we took it for a parameter.
  if (!child && node.folded.has(segment.toLowerCase()))
    return { problem: "the path differs from a route in case alone" };
  const found = child && find(child, request, depth + 1);
  if (found) return found;
  // An empty last segment is a slash at the end, which servers take for nothing or for something.
  if (segment !== "" && node.parameter) {
    const below = find(node.parameter, request, depth + 1);
    if (below) return below;
  }
  return segments.at(-1) === "" ? undefined : best(node.rests, request);
}

function best(routes: readonly Route[], { host, method }: RoutedRequest): Route | undefined {
  let chosen: Route | undefined;
  let chosenRank = Infinity;
  for (const route of routes) {
    const rank = hostRank(route.host, host) * METHOD_RANKS + methodRank(route.methods, method);
    if (rank >= chosenRank) continue;
    chosen = route;
    chosenRank = rank;
  }
  return chosen;
}

const METHOD_RANKS = 3;

function hostRank(pattern: HostPattern | undefined, host: string | undefined): number {
  if (!pattern) return 2;
  if (host === undefined) return Infinity;
  if (pattern.kind === "name") return pattern.host === host ? 0 : Infinity;
  const isLabel = host.endsWith(pattern.suffix) && !host.slice(0, -pattern.suffix.length).includes(".");
  return isLabel ? 1 : Infinity;
}

function methodRank(methods: ReadonlySet<string> | undefined, method: string): number {
  if (!methods) return 2;
  if (methods.has(method)) return 0;
  return method === "HEAD" && methods.has("GET") ? 1 : Infinity;
}
