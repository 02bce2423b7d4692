import { isSecret } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { openApiDocument } from "./openapi-document.ts";
import { expectProblemForm, revisionOf } from "./test-fixtures.ts";
import { type JsonSchema, LOST_TOKEN, mutationsOf } from "./test-mutations.ts";
import { addWorld, samplesOf } from "./test-routes.ts";
import type { Sample } from "./test-sample.ts";

interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: { readonly "application/json"?: { readonly schema: JsonSchema } } };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const document = (await openApiDocument()) as Document;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
/** Those whose body is JSON. OAuth's forms ignore what they don't know: see `doors/oauth/oauth.test.ts` and `openapi-fuzz.test.ts`. */
const withBody = operations
  .filter((operation) => operation.requestBody?.content["application/json"])
  .map(({ operationId }) => operationId);

/** Those that take what stands in a link. */
const TAKING_A_SECRET: ReadonlySet<string> = new Set([
  "revealTokenLink",
  "lookUpInvitation",
  "acceptInvitation",
  "lookUpPasswordReset",
  "resetPassword",
]);

let server: TestServer;
let samples: ReadonlyMap<string, Sample>;

beforeAll(async () => {
  server = await createTestServer();
  samples = new Map(samplesOf(await addWorld(server, "acme")).map((sample) => [sample.operationId, sample]));
});

afterAll(() => server.close());

const sampleOf = (operationId: string) => {
  const sample = samples.get(operationId);
  if (!sample?.body) throw new Error(`no sample body for ${operationId}`);
  const { as, body, method, url } = sample;
  return { body, method, url, asker: as === undefined ? {} : { as } };
};

const schemaOf = (operationId: string): JsonSchema => {
  const operation = operations.find((one) => one.operationId === operationId);
  return operation?.requestBody?.content["application/json"]?.schema ?? {};
};

const resolve = (ref: string): JsonSchema => document.components.schemas[ref.replace(/^.*\//, "")] ?? {};

it("has a sample of every operation", () => {
  expect([...samples.keys()].toSorted()).toStrictEqual(operations.map((one) => one.operationId).toSorted());
});

it.each(withBody)("refuses every body of %s that is wrong in one place, and writes nothing", async (operationId) => {
  const { asker, body, method, url } = sampleOf(operationId);
  const mutations = [...mutationsOf(schemaOf(operationId), body, resolve)];
  expect(mutations.length).toBeGreaterThan(20);
  const before = await revisionOf(server);
  const accepted: string[] = [];
  for (const { what, body: mutated } of mutations) {
    const answer = await server.call(method, url, {
      ...asker,
      body: JSON.stringify(mutated),
      headers: { "content-type": "application/json" },
    });
    if (answer.status < 400 || answer.status >= 500) accepted.push(`${what}: ${answer.status}`);
    else expectProblemForm(answer);
    expect(answer.text, what).not.toMatch(/\.ts:|node_modules|at \w+ \(/);
  }
  expect(accepted).toStrictEqual([]);
  expect(await revisionOf(server)).toBe(before);
});

it.each(withBody)("refuses what would reach a prototype in the body of %s", async (operationId) => {
  const { asker, body, method, url } = sampleOf(operationId);
  const before = await revisionOf(server);
  const text = JSON.stringify(body);
  for (const poison of ['"__proto__":{"isAdmin":true}', '"constructor":{"prototype":{"isAdmin":true}}']) {
    for (const poisoned of [`{${poison},${text.slice(1)}`, text.replaceAll(/"(\w+)":"[^"]*"/g, `"$1":{${poison}}`)]) {
      // A body without text has nothing to put it into.
      if (poisoned === text) continue;
      const headers = { "content-type": "application/json" };
      expect((await server.call(method, url, { ...asker, body: poisoned, headers })).status).toBe(400);
    }
  }
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(await revisionOf(server)).toBe(before);
});

it.each(withBody)(
  "rule 2: refuses a token in any other field of %s, repeats it to nobody and logs it not",
  async (id) => {
    expect(isSecret(LOST_TOKEN, "lkt_")).toBe(true);
    const { asker, body, method, url } = sampleOf(id);
    const before = await revisionOf(server);
    for (const [where, tainted] of taint(body, "")) {
      if (id.startsWith("verify") && /\/(key|token)$/.test(where)) continue;
      if (id.startsWith("evaluate") && /\/subject\/(id|properties\/token)$/.test(where)) continue;
      if (TAKING_A_SECRET.has(id) && where === "/secret") continue;
      if (id === "importApiKeys" && where === "/keys/0/token") continue;
      const answer = await server.call(method, url, { ...asker, body: tainted });
      // AuthZEN knows no 422.
      const [status, code] = id.startsWith("evaluate") ? [400, "MALFORMED_REQUEST"] : [422, "SECRET_IN_FIELD"];
      expect({ where, status: answer.status, body: answer.body }).toMatchObject({
        status,
        body: { code, errors: [{ path: where }] },
      });
      expect(answer.text).not.toContain(LOST_TOKEN);
    }
    expect(server.log.join("")).not.toContain(LOST_TOKEN);
    expect(await revisionOf(server)).toBe(before);
  },
);

it("would have taken each of these bodies as it was", async () => {
  for (const operationId of withBody) {
    const { asker, body, method, url } = sampleOf(operationId);
    const answer = await server.call(method, url, { ...asker, body });
    expect({ operationId, status: answer.status, body: answer.body }).toMatchObject({
      status: expect.toSatisfy((status: number) => status >= 200 && status < 300) as number,
    });
  }
});

/** A value once for each text in it, with a token pasted into that. */
function* taint(value: unknown, where: string): Generator<[where: string, tainted: unknown]> {
  if (typeof value === "string") yield [where, ` ${value}${LOST_TOKEN}`];
  if (Array.isArray(value)) {
    for (const [index, part] of value.entries()) {
      for (const [path, inner] of taint(part, `${where}/${index}`)) yield [path, value.with(index, inner)];
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      for (const [path, inner] of taint(part, `${where}/${name}`)) yield [path, { ...value, [name]: inner }];
    }
  }
}
