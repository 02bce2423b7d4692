import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readPath } from "./request-path.ts";
import { type Routed, RouteMap, RouteMapError, routeMapInput } from "./route-map.ts";

interface RouteInput {
  method?: string | string[];
  host?: string;
  path: string;
  account?: string;
  resource: string | null;
}

const mapOf = (...routes: RouteInput[]) => new RouteMap(routeMapInput.parse({ routes }));

function ask(map: RouteMap, method: string, path: string, host?: string): Routed {
  const read = readPath(path);
  if ("problem" in read) throw new Error(read.problem);
  return map.match({ method, host, segments: read.segments });
}

const resourceOf = (map: RouteMap, method: string, path: string, host?: string) => {
  const routed = ask(map, method, path, host);
  return "problem" in routed ? routed.problem : routed.resource;
};

describe("a route map", () => {
  it("turns host, method and path into account and resource", () => {
    const map = mapOf(
      { method: "GET", path: "/api/oms/orders/:id", account: "acme", resource: "oms.view-order" },
      { method: ["POST", "PUT"], path: "/accounts/:account/orders", resource: "oms.edit-order" },
      { host: "{account}.api.example.com", path: "/catalog/*", resource: null },
    );
    expect(ask(map, "GET", "/api/oms/orders/1")).toStrictEqual({ account: "acme", resource: "oms.view-order" });
    expect(ask(map, "PUT", "/accounts/zoom/orders")).toStrictEqual({ account: "zoom", resource: "oms.edit-order" });
    expect(ask(map, "GET", "/catalog/a/b", "zoom.api.example.com")).toStrictEqual({
      account: "zoom",
      resource: undefined,
    });
  });

  it("denies what no route fits", () => {
    const map = mapOf({
      method: "GET",
      host: "api.example.com",
      path: "/orders/:id",
      account: "acme",
      resource: "o.v",
    });
    expect(resourceOf(map, "GET", "/orders/1", "api.example.com")).toBe("o.v");
    for (const [method, path, host] of [
      ["POST", "/orders/1", "api.example.com"],
      ["GET", "/orders/1", "other.example.com"],
      ["GET", "/orders/1", "x.api.example.com"],
      ["GET", "/orders/1", undefined],
      ["GET", "/orders", "api.example.com"],
      ["GET", "/orders/", "api.example.com"],
      ["GET", "/orders/1/", "api.example.com"],
      ["GET", "/orders/1/2", "api.example.com"],
      ["GET", "/", "api.example.com"],
    ] as const) {
      expect(ask(map, method, path, host), `${method} ${host} ${path}`).toStrictEqual({ problem: "no route fits" });
    }
  });

  it("takes the first difference in the path, a text before a parameter before the rest", () => {
    const map = mapOf(
      { path: "/*", account: "acme", resource: "all.rest" },
      { path: "/api/*", account: "acme", resource: "api.rest" },
      { path: "/api/:what", account: "acme", resource: "api.what" },
      { path: "/api/orders", account: "acme", resource: "api.orders" },
      { path: "/api/orders/*", account: "acme", resource: "orders.rest" },
      { path: "/:top/orders/special", account: "acme", resource: "top.special" },
    );
    expect(resourceOf(map, "GET", "/api/orders")).toBe("api.orders");
    expect(resourceOf(map, "GET", "/api/items")).toBe("api.what");
    expect(resourceOf(map, "GET", "/api/items/1")).toBe("api.rest");
    expect(resourceOf(map, "GET", "/api/orders/special")).toBe("orders.rest");
    expect(resourceOf(map, "GET", "/other/orders/special")).toBe("top.special");
    expect(resourceOf(map, "GET", "/other")).toBe("all.rest");
    expect(resourceOf(map, "GET", "/")).toBe("no route fits");
  });

  it("then takes the host, and then the method", () => {
    const map = mapOf(
      { path: "/a", account: "any", resource: "any.any" },
      { method: "GET", path: "/a", account: "any", resource: "any.get" },
      { host: "{account}.example.com", path: "/a", resource: "label.any" },
      { host: "api.example.com", path: "/a", account: "acme", resource: "name.any" },
    );
    expect(resourceOf(map, "GET", "/a", "api.example.com")).toBe("name.any");
    expect(resourceOf(map, "GET", "/a", "zoom.example.com")).toBe("label.any");
    expect(resourceOf(map, "GET", "/a", "a.b.example.com")).toBe("any.get");
    expect(resourceOf(map, "POST", "/a", "other.example.org")).toBe("any.any");
  });

  it("takes HEAD for GET where nothing is said of HEAD", () => {
    const get = { method: "GET", path: "/a", account: "acme", resource: "a.get" };
    expect(resourceOf(mapOf(get), "HEAD", "/a")).toBe("a.get");
    expect(resourceOf(mapOf(get, { ...get, method: "HEAD", resource: "a.head" }), "HEAD", "/a")).toBe("a.head");
  });

  it("never takes a text in another case for a parameter or the rest", () => {
    const map = mapOf(
      { path: "/api/*", account: "acme", resource: "api.rest" },
      { path: "/api/:id", account: "acme", resource: "api.id" },
      { path: "/api/admin/purge", account: "acme", resource: "api.purge" },
    );
    for (const path of ["/API/x", "/api/Admin", "/api/ADMIN/purge", "/api/admin/Purge"]) {
      expect(resourceOf(map, "GET", path)).toBe("the path differs from a route in case alone");
    }
    expect(resourceOf(map, "GET", "/api/administrator")).toBe("api.id");
  });

  it("takes a slash at the end only where a route has one", () => {
    const map = mapOf(
      { path: "/a/*", account: "acme", resource: "a.rest" },
      { path: "/a/b/", account: "acme", resource: "a.slash" },
    );
    expect(resourceOf(map, "GET", "/a/b/")).toBe("a.slash");
    expect(resourceOf(map, "GET", "/a/b")).toBe("a.rest");
    expect(resourceOf(map, "GET", "/a/c/")).toBe("no route fits");
  });

  it("takes no account from what can't name one", () => {
    const map = mapOf(
      { path: "/:account/a", resource: "a.b" },
      { host: "{account}.example.com", path: "/b", resource: "a.b" },
    );
    expect(resourceOf(map, "GET", "/ACME/a")).toBe("the path doesn't name an account");
    expect(resourceOf(map, "GET", "/a%20b/a")).toBe("the path doesn't name an account");
    expect(resourceOf(map, "GET", "/b", "1st.example.com")).toBe("the path doesn't name an account");
  });

  it("fills in what routes leave out from the defaults", () => {
    const map = new RouteMap(
      routeMapInput.parse({
        defaults: { account: "acme", host: "api.example.com" },
        routes: [
          { path: "/a", resource: "a.b" },
          { path: "/:account/c", host: "other.example.com", resource: "a.b" },
        ],
      }),
    );
    expect(ask(map, "GET", "/a", "api.example.com")).toStrictEqual({ account: "acme", resource: "a.b" });
    expect(ask(map, "GET", "/zoom/c", "other.example.com")).toStrictEqual({ account: "zoom", resource: "a.b" });
    expect(resourceOf(map, "GET", "/a", "other.example.com")).toBe("no route fits");
  });

  test.each<[string, string, RouteInput[]]>([
    [
      "twice the same",
      "/routes/1",
      [
        { path: "/a", account: "acme", resource: "a.b" },
        { path: "/a", account: "zoom", resource: "a.c" },
      ],
    ],
    [
      "names of parameters apart",
      "/routes/1",
      [
        { path: "/a/:x", account: "acme", resource: "a.b" },
        { path: "/a/:y", account: "acme", resource: "a.c" },
      ],
    ],
    [
      "a method in common",
      "/routes/1",
      [
        { method: ["GET", "PUT"], path: "/a/*", account: "acme", resource: "a.b" },
        { method: ["PUT", "POST"], path: "/a/*", account: "acme", resource: "a.c" },
      ],
    ],
    [
      "one label",
      "/routes/1",
      [
        { host: "{account}.a.b", path: "/a", resource: "a.b" },
        { host: "{account}.a.b", path: "/a", resource: "a.c" },
      ],
    ],
    ["no account", "/routes/0", [{ path: "/a", resource: "a.b" }]],
    ["two accounts", "/routes/0", [{ path: "/:account", account: "acme", resource: "a.b" }]],
    ["a path without a slash", "/routes/0/path", [{ path: "a", account: "acme", resource: "a.b" }]],
    ["a path with an empty segment", "/routes/0/path", [{ path: "/a//b", account: "acme", resource: "a.b" }]],
    ["a path upwards", "/routes/0/path", [{ path: "/a/../b", account: "acme", resource: "a.b" }]],
    ["a path with an escape", "/routes/0/path", [{ path: "/a%20b", account: "acme", resource: "a.b" }]],
    ["a * inside", "/routes/0/path", [{ path: "/*/b", account: "acme", resource: "a.b" }]],
    ["a parameter twice", "/routes/0/path", [{ path: "/:a/:a", account: "acme", resource: "a.b" }]],
    ["a host with a port", "/routes/0/host", [{ host: "a.b:80", path: "/a", account: "acme", resource: "a.b" }]],
    ["a host in capitals", "/routes/0/host", [{ host: "A.b", path: "/a", account: "acme", resource: "a.b" }]],
    ["a label inside a host", "/routes/0/host", [{ host: "a.{account}.b", path: "/a", resource: "a.b" }]],
  ])("with %s is refused, naming the place", (_what, place, routes) => {
    const make = () => mapOf(...routes);
    expect(make).toThrow(RouteMapError);
    expect(make).toThrow(expect.objectContaining({ place }));
  });
});

const word = fc.constantFrom("a", "b", "ab", "x-1");
const pathArbitrary = fc
  .tuple(fc.array(fc.oneof(word, fc.constantFrom(":p", ":q")), { maxLength: 4 }), fc.boolean())
  .filter(
    ([segments]) =>
      new Set(segments.filter((text) => text.startsWith(":"))).size ===
      segments.filter((text) => text.startsWith(":")).length,
  )
  .map(([segments, isRest]) => `/${[...segments, ...(isRest ? ["*"] : [])].join("/")}`);
const routeArbitrary = fc.record({
  method: fc.option(fc.subarray(["GET", "POST", "HEAD"], { minLength: 1 }), { nil: undefined }),
  host: fc.option(fc.constantFrom("a.example", "b.example"), { nil: undefined }),
  path: pathArbitrary,
});

/** Orders routes as the documentation says, without a tree: the greater is the more specific. */
function weight(
  { host, method, path }: { host?: string | undefined; method?: string[] | undefined; path: string },
  asked: string,
) {
  const kinds = path
    .slice(1)
    .split("/")
    .map((segment) => (segment === "*" ? "1" : segment.startsWith(":") ? "2" : "3"));
  const methodWeight = !method ? "1" : method.includes(asked) ? "3" : "2";
  return `${kinds.join("").padEnd(8, "0")}${host ? "2" : "1"}${methodWeight}`;
}

it("finds the route that the order says, of any map", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(routeArbitrary, {
        minLength: 1,
        maxLength: 12,
        selector: ({ path }) => path.replaceAll(/:[pq]/g, ":"),
      }),
      fc.constantFrom("GET", "HEAD", "POST", "DELETE"),
      fc.constantFrom("a.example", "c.example"),
      fc.array(word, { minLength: 1, maxLength: 5 }),
      (routes, method, host, segments) => {
        const map = mapOf(
          ...routes.map(({ host: at, method: by, path }, index) => ({
            path,
            ...(at === undefined ? {} : { host: at }),
            ...(by === undefined ? {} : { method: by }),
            account: "acme",
            resource: `r.${index}`,
          })),
        );
        const path = `/${segments.join("/")}`;
        const fitting = routes
          .map((route, index) => ({ route, resource: `r.${index}` }))
          .filter(({ route }) => {
            const pattern = route.path.replaceAll(/:[pq]/g, "[^/]+").replace(/\*$/, ".+");
            const methods =
              route.method &&
              (method === "HEAD" ? route.method.some((each) => each !== "POST") : route.method.includes(method));
            return new RegExp(`^${pattern}$`).test(path) && (!route.host || route.host === host) && methods !== false;
          })
          .toSorted((one, other) => weight(other.route, method).localeCompare(weight(one.route, method)));
        expect(resourceOf(map, method, path, host)).toBe(fitting[0]?.resource ?? "no route fits");
      },
    ),
    { numRuns: 3_000 },
  );
});
