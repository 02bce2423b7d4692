import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { axe } from "./axe.ts";
import { connectBrowser, openPage, screenshot } from "./browser.ts";

const policy =
  "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src *; require-trusted-types-for 'script'";

const bodies: Record<string, string> = {
  "/clean": `<main><h1>Keys</h1><p>None yet.</p></main>`,
  "/unreadable": `<main><h1>Keys</h1><p id="pale"><font color="#dddddd">None yet.</font></p><img src="/logo"></main>`,
  "/script": `<main><h1>Keys</h1></main><script src="/script.js"></script>`,
  "/inline": `<main><h1>Keys</h1></main><script>document.title = "inline";</script>`,
};

const scripts: Record<string, string> = {
  "/script.js": `
    console.info("harmless");
    console.warn("a warning");
    console.error("an error");
    const controller = new AbortController();
    fetch("/clean", { signal: controller.signal }).catch(() => {});
    controller.abort();
    fetch("http://127.0.0.1:1/").catch(() => setTimeout(() => { document.title = "done"; throw new Error("a bug"); }));`,
};

const server = createServer((request, response) => {
  const path = request.url ?? "";
  const [body, script] = [bodies[path], scripts[path]];
  if (body === undefined && script === undefined) {
    response.writeHead(404).end();
  } else if (script !== undefined) {
    response.writeHead(200, { "content-type": "text/javascript" }).end(script);
  } else {
    response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy });
    response.end(`<!doctype html><html lang="en"><title>Test</title><link rel="icon" href="data:,">${body}</html>`);
  }
});

let browser: Browser;
let origin: string;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await connectBrowser();
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

describe("a watched page", () => {
  test("has no problems where nothing went wrong", async () => {
    await using opened = await openPage(browser);
    await opened.page.goto(`${origin}/clean`);

    expect(await opened.page.getByRole("heading").textContent()).toBe("Keys");
    opened.watch.expectNoProblems();
    expect(() => opened.watch.takeExpected(/warning/)).toThrow("No problem matches");
  });

  test("reports console errors and warnings, uncaught errors and failed requests", async () => {
    await using opened = await openPage(browser);
    await opened.page.goto(`${origin}/script`);
    await opened.page.waitForFunction(() => document.title === "done");

    await expect
      .poll(() => opened.watch.problems)
      .toEqual(
        expect.arrayContaining([
          "console warning: a warning",
          "console error: an error",
          "uncaught error: a bug",
          "failed request: GET http://127.0.0.1:1/ (net::ERR_UNSAFE_PORT)",
        ]),
      );
    expect(opened.watch.problems.join()).not.toMatch(/harmless|clean/);
    expect(() => opened.watch.expectNoProblems()).toThrow("- uncaught error: a bug");
  });

  test("reports violations of the content security policy, which a test may expect", async () => {
    await using opened = await openPage(browser);
    await opened.page.goto(`${origin}/inline`);

    await expect
      .poll(() => opened.watch.problems)
      .toContainEqual(expect.stringMatching(/^content security policy: script-src-elem blocked inline/));
    expect(await opened.page.title()).toBe("Test");
    opened.watch.takeExpected(/content security policy/i);
    opened.watch.expectNoProblems();
  });
});

test("a picture of a page goes where the environment says, and nowhere without it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-screenshots-"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  await using opened = await openPage(browser, { viewport: { width: 360, height: 640 } });
  await opened.page.goto(`${origin}/clean`);

  vi.stubEnv("LATCHKEY_TEST_SCREENSHOTS", undefined);
  await screenshot(opened.page, "unwanted");
  vi.stubEnv("LATCHKEY_TEST_SCREENSHOTS", join(folder, "new"));
  await screenshot(opened.page, "clean-360");

  expect(readdirSync(folder, { recursive: true })).toEqual(["new", join("new", "clean-360.png")]);
  const image = readFileSync(join(folder, "new", "clean-360.png"));
  expect({ width: image.readUInt32BE(16), height: image.readUInt32BE(20) }).toEqual({ width: 360, height: 640 });
});

describe("axe", () => {
  test("finds nothing on an accessible page", async () => {
    await using opened = await openPage(browser);
    await opened.page.goto(`${origin}/clean`);

    expect(await axe(opened.page)).toEqual([]);
    opened.watch.expectNoProblems();
  });

  test("finds a missing text alternative and a low contrast, and where they are", async () => {
    await using opened = await openPage(browser);
    await opened.page.goto(`${origin}/unreadable`);

    const findings = await axe(opened.page);
    expect(findings.map(({ rule }) => rule)).toEqual(["color-contrast", "image-alt"]);
    expect((await axe(opened.page, "#pale")).map(({ rule }) => rule)).toEqual(["color-contrast"]);
    expect(findings[0]?.places[0]).toMatch(/^font: .*contrast/);
  });
});
