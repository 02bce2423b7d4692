import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../../test-server.ts";
import { REFUSAL_CODES } from "../../verify/decision.ts";
import { html, prose } from "./html.ts";
import type { ApiDocument, JsonSchema } from "./openapi-parts.ts";

let server: TestServer;
let page: string;
let document: ApiDocument;

beforeAll(async () => {
  server = await createTestServer();
  page = (await server.call("GET", "/docs", { as: null })).text;
  document = (await server.call<ApiDocument>("GET", "/openapi.json", { as: null })).body;
});

afterAll(() => server.close());

/** The codes of a table, in order: each says as what it comes, and enough. */
function explainedCodes(table: string): string[] {
  const rows = [...page.matchAll(/<tr id="(\w+)-(\w+)">.*?<td>([^<]*)<\/td>\s*<td>(.*?)<\/td>/gs)];
  const ours = rows.filter(([, of]) => of === table);
  for (const [, , code, as = "", says = ""] of ours) {
    expect(as, code).toMatch(/^(\d{3}(, \d{3})?)?(, )?(decision)?$/);
    expect(as, code).not.toBe("");
    expect(says.length, code).toBeGreaterThan(20);
  }
  return ours.map(([, , code = ""]) => code).toSorted();
}

/** What a field of an object can be, by openapi.json. */
function enumAt(schema: string, ...fields: readonly string[]): string[] {
  let found: JsonSchema | undefined = document.components.schemas[schema];
  for (const field of fields) found = found?.properties?.[field];
  return (found?.enum ?? []).map(String);
}

describe("the API reference", () => {
  it("is there for everybody, as a page with its stylesheet", async () => {
    const answer = await server.call("GET", "/docs", { as: null });
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "text/html; charset=utf-8" } });
    const stylesheet = await server.call("GET", "/docs/reference.css", { as: null });
    expect(stylesheet).toMatchObject({ status: 200, headers: { "content-type": "text/css; charset=utf-8" } });
  });

  it("has every operation, with each of its parameters and what it says, and every object", () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    expect(operations.length).toBeGreaterThan(50);
    for (const { operation } of operations) {
      const [, rest = ""] = page.split(`<article aria-labelledby="${operation.operationId}">`);
      const [article = ""] = rest.split("</article>");
      expect(article).toContain(html`${prose(operation.summary ?? "-")}`.text);
      for (const { name } of operation.parameters ?? []) expect(article).toContain(`<code class="name">${name}</code>`);
    }
    for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`<h3 id="schema-${name}">`);
  });

  it("explains every code of errors.ts and of decisions, and no others", async () => {
    const source = await readFile(new URL("../../domain/errors.ts", import.meta.url), "utf8");
    const [union = ""] = /export type ErrorCode =([^;]*);/.exec(source) ?? [];
    const codes = [...union.matchAll(/\| "([A-Z_]+)"/g)].map(([, code = ""]) => code);
    expect(codes.length).toBeGreaterThan(50);
    expect(explainedCodes("error")).toEqual([...new Set([...codes, ...REFUSAL_CODES, "INTERNAL"])].toSorted());
  });

  it("explains every error that OAuth's answers can have, and no others", () => {
    const names = enumAt("OAuthError", "error");
    expect(names).toContain("invalid_target");
    expect(explainedCodes("oauth")).toEqual(names.toSorted());
  });

  it("explains every code that a decision of AuthZEN's can have: its own, and those of a verification", () => {
    const codes = enumAt("AccessEvaluation", "context", "code");
    expect(codes).toContain("TOKEN_NEEDED");
    const decisions = ["VALID", ...REFUSAL_CODES];
    expect(explainedCodes("authzen")).toEqual(codes.filter((code) => !decisions.includes(code)).toSorted());
    expect(codes).toEqual(expect.arrayContaining(decisions));
  });

  it("leads nowhere that isn't there, and takes nothing from anywhere else", () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/ href="([^"]+)"/g)].map(([, target = ""]) => target);
    expect(links.length).toBeGreaterThan(100);
    const elsewhere = links.filter((target) => !(target.startsWith("#") && ids.has(target.slice(1))));
    expect([...new Set(elsewhere)]).toEqual(["/docs/reference.css", "/openapi.json"]);
    expect(page).not.toMatch(/<script|<style| style=| src=| on\w+=|javascript:/);
  });
});

it("text never becomes a tag or an attribute", () => {
  const text = `<b onclick="x">'&`;
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    '<p title="&#60;b onclick=&#34;x&#34;&#62;&#39;&#38;">&#60;b onclick=&#34;x&#34;&#62;&#39;&#38;</p>',
  );
  expect(html`${prose("a `<b>` c")}`.text).toBe("a <code>&#60;b&#62;</code> c");
});
