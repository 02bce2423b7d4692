import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { StartError } from "../config.ts";
import { loadCatalog } from "../http/test-fixtures.ts";
import { createTestServer } from "../test-server.ts";
import { readRouteMapFile, warnOfUnknownResources } from "./route-map-file.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-routes-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: unknown) {
  const path = join(folder, "routes.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return readRouteMapFile(path);
}

const route = { path: "/orders/:id", account: "acme", resource: "oms.view-order" };

describe("a bad route map", () => {
  test.each([
    ["{", "can't be read as JSON"],
    [{}, "at /routes: "],
    [{ routes: [route, { ...route, resource: "orders" }] }, "at /routes/1/resource: must be like oms.view-order"],
    [{ routes: [{ ...route, method: "get" }] }, "at /routes/0/method: "],
    [{ routes: [{ ...route, account: "ACME" }] }, "at /routes/0/account: must be an account's name"],
    [{ routes: [{ path: "/a", account: "acme" }] }, "at /routes/0/resource: "],
    [{ routes: [{ ...route, ressource: "x.y" }] }, "at /routes/0: "],
    [{ routes: [{ ...route, path: "/a/*/b" }] }, "at /routes/0/path: may have a * only as its last segment"],
    [{ routes: [route, route] }, "at /routes/1: fits the same requests as /routes/0"],
  ])("%j stops the start with one line that names the place", async (content, problem) => {
    const failure = await read(content).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartError);
    const { message } = failure as StartError;
    expect(message).toMatch(/^LATCHKEY_ROUTES: /);
    expect(message).toContain(join(folder, "routes.json"));
    expect(message).toContain(problem);
    expect(message).not.toContain("\n");
  });

  it("that isn't there does so too", async () => {
    await expect(readRouteMapFile(join(folder, "none.json"))).rejects.toThrow(/^LATCHKEY_ROUTES: .*none\.json/);
  });
});

it("warns of each resource that the catalog doesn't have", async () => {
  const server = await createTestServer();
  try {
    await loadCatalog(server);
    const routeMap = await read({
      routes: [route, { ...route, path: "/a", resource: "oms.no-such" }, { ...route, path: "/b", resource: null }],
    });
    warnOfUnknownResources(routeMap, server, server.app.log);
    const warnings = server.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ level }) => level === 40);
    expect(warnings).toMatchObject([{ place: "/routes/1/resource", resource: "oms.no-such" }]);
  } finally {
    await server.close();
  }
});
