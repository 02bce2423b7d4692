import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Frame, Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { chooseAction, type Demo, openConsole, signIn, signInByApi, startDemoForAll } from "../support/console.ts";

const GENERATED = "/accounts/acme/api-keys/generated";
const PASSWORD = "a long password for whoever it is";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

describe("a page of another origin", () => {
  /**
   * Starts a server of somebody else's, which answers an empty page. Of another site, to which browsers give no `SameSite` cookie; and
   * of a neighbour on another port, who to them is the same site.
   */
  async function startOthers(): Promise<{ readonly site: string; readonly neighbour: string }> {
    const server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Free prizes</title>");
    });
    server.listen(0);
    await once(server, "listening");
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    expect(new URL(demo.url).hostname).toBe("127.0.0.1");
    return { site: `http://localhost:${port}`, neighbour: `http://127.0.0.1:${port}` };
  }

  /** A key whose renewal is open. To complete that takes no body: a page may ask for it without the browser asking us first. */
  async function openRenewal(): Promise<string> {
    const path = { account: "acme" };
    const made = await demo.operator.post("/v1/accounts/{account}/api-keys", {
      path,
      body: { name: "Bait", roles: [] },
    });
    const { key } = made.data;
    await demo.operator.post("/v1/accounts/{account}/api-keys/{key}/renewal", { path: { ...path, key }, body: {} });
    return key;
  }

  const tokensOf = async (key: string) => {
    const path = { account: "acme", key };
    return (await demo.operator.get("/v1/accounts/{account}/api-keys/{key}", { path })).data.tokens.length;
  };

  /** What a page finds out of an answer. */
  const fetchIn = (page: Page, url: string, method: "GET" | "POST", mode: RequestMode) =>
    page.evaluate(
      async ([url, method, mode]) => {
        const answer = await fetch(url, { method, mode, credentials: "include" }).catch(String);
        return typeof answer === "string" ? answer : { status: answer.status, text: await answer.text() };
      },
      [url, method, mode] as const,
    );

  test("sends no cookie from another site, changes and reads nothing from a neighbouring one, and frames nothing", async () => {
    const [others, key] = [await startOthers(), await openRenewal()];
    const completion = `${demo.url}/v1/accounts/acme/api-keys/${key}/renewal/complete`;
    await using opened = await openPage(browser);
    const { context, page: ours, watch } = opened;
    await ours.goto(demo.url + GENERATED);
    // By the form: that way the browser itself reads what the cookie says of where it may be sent.
    await signIn(ours, "owner@acme.example");
    await ours.getByRole("button", { name: "Your account menu" }).waitFor();
    const page = await context.newPage();
    const refused: string[] = [];
    page.on("console", (message) => refused.push(message.text()));
    /** Has the page ask us to complete the renewal; says whether by our cookie, and what we answer. */
    const postForm = async () => {
      const asking = page.waitForRequest((request) => request.url() === completion && request.method() === "POST");
      const shown = page.waitForURL(completion);
      await page.evaluate((action) => {
        const form = Object.assign(document.createElement("form"), { method: "post", action });
        document.body.append(form);
        form.submit();
      }, completion);
      await shown;
      const request = await asking;
      const { cookie = "" } = await request.allHeaders();
      return { hasCookie: cookie.includes("latchkey-session="), status: (await request.response())?.status() };
    };

    // By the cookie's own attribute: browsers' default would let a whole page have one that is younger than two minutes.
    await page.goto(others.site);
    expect(await postForm()).toEqual({ hasCookie: false, status: 401 });

    // With the cookie, and so by where it says that it comes from.
    await page.goto(others.neighbour);
    expect(await postForm()).toEqual({ hasCookie: true, status: 403 });
    // Nor does a page see what it was answered.
    await page.goto(others.neighbour);
    expect(await fetchIn(page, completion, "POST", "no-cors")).toMatch(/^TypeError/);
    expect(await tokensOf(key)).toBe(2);
    for (const mode of ["cors", "no-cors"] as const) {
      expect(await fetchIn(page, `${demo.url}/v1/session`, "GET", mode)).toMatch(/^TypeError/);
    }

    for (const origin of Object.values(others)) {
      await page.goto(origin);
      refused.length = 0;
      const framed = page.waitForEvent("framenavigated", (frame: Frame) => frame !== page.mainFrame());
      await page.evaluate((src) => {
        document.body.append(Object.assign(document.createElement("iframe"), { src }));
      }, demo.url + GENERATED);
      const frame = await framed;
      await expect.poll(() => refused.join("\n")).toContain("frame-ancestors 'none'");
      expect(frame.url()).not.toContain(demo.url);
      expect(await frame.locator("h1", { hasText: "API keys" }).count()).toBe(0);
    }

    // All that while, and not for any fault in what was asked: our own page does it.
    expect(await tokensOf(key)).toBe(2);
    expect(await fetchIn(ours, completion, "POST", "cors")).toMatchObject({ status: 200 });
    expect(await tokensOf(key)).toBe(1);
    watch.expectNoProblems();
  });
});

/** A name that would run, if it were ever anything but text. */
const hostile = (what: string) =>
  `"><img src=x onerror=alert(1)><script>alert(2)</script><1>{{key}}</1>$t(common.close) ${what}`;

test("whatever has a name may be named by markup, and is that text everywhere: nothing runs, and no policy has to stop it", async () => {
  const { account, join, key, theirs } = await nameEverything();
  await using opened = await openConsole(browser, demo, "owner@hostile.example", "/profile", {}, PASSWORD);
  const { context, page, watch } = opened;
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  /** Waits for what a page shows of the names. */
  const see = async (...names: string[]) => {
    for (const name of names) await page.getByText(hostile(name)).filter({ visible: true }).first().waitFor();
    expect(await page.locator("[src=x], [onerror]").count()).toBe(0);
  };
  /** Goes somewhere within the console, as a click on a link does. */
  const go = (path: string) => page.evaluate((to) => history.pushState({}, "", to), path);
  const open = async (path: string, ...names: string[]) => {
    await go(path);
    await see(...names);
  };
  /** Does something as whoever is signed in, so that a log names them. */
  const post = async (url: string, data: object) => {
    const answer = await context.request.post(demo.url + url, { headers: { origin: demo.url }, data });
    expect(answer.status()).toBe(201);
  };
  const openDialog = async (row: string, action: string, ...names: string[]) => {
    await chooseAction(page, row, action);
    const dialog = page.getByRole("alertdialog");
    await dialog.waitFor();
    await see(...names);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
  };

  await page.getByRole("button", { name: "Your account menu" }).click();
  await see("user", "account");
  await page.keyboard.press("Escape");
  const keys = `/accounts/${account}/api-keys`;
  await open(`${keys}/generated`, "key", "role");
  await openDialog(key, "Delete key", "key");
  await open(`${keys}/generated/${key}/use`, "other account");
  await open(`${keys}/external`, "external key", "other account");
  await openDialog(theirs.added, "Remove", "external key");
  await open(`${keys}/external/${theirs.added}/explain`, "external key");
  await go(`${keys}/external/add`);
  await page.getByRole("textbox", { name: "API key" }).fill(theirs.other);
  await see("other account", "profile", "role");
  await open(`/accounts/${account}/roles`, "role", "role's description");
  await open(`/accounts/${account}/roles/named/view`, "role's description", "key", "external key", "user");
  await open(`/accounts/${account}/users/people`, "user", "role");
  await openDialog("colleague@hostile.example", "Remove", "colleague");
  await open(`/accounts/${account}/users/invitations`, "invited", "role");
  await go(`/accounts/${account}/webhooks`);
  await page.getByText("hooks.example.com").first().waitFor();
  await post(`/v1/accounts/${account}/roles`, { name: hostile("another role"), resources: [] });
  await open(`/accounts/${account}/audit`, "user");
  for (const details of await page.locator(".table-cell[data-kind=actions] button").all()) await details.click();
  await see("role's description", "key", "profile");

  await context.clearCookies();
  await page.goto(join);
  await see("account");

  await signInByApi(context, demo, "operator@hostile.example", PASSWORD);
  await page.goto(`${demo.url}/platform/accounts?search=hostile`);
  await see("account");
  await openDialog("hostile", "Suspend account", "account");
  await open("/platform/operators", "operator");
  await open("/platform/service-keys", "service key");
  await openDialog("service key", "Delete service key", "service key");
  await post("/v1/service-keys", { name: hostile("another service key") });
  await open("/platform/log", "operator");
  expect(dialogs).toBe(0);
  watch.expectNoProblems();
});

/** Two accounts that work with each other, and everything in them that has a name. */
async function nameEverything() {
  const { operator } = demo;
  const [account, other] = ["hostile", "mirror"] as const;
  await operator.post("/v1/accounts", { body: { name: account, displayName: hostile("account") } });
  await operator.post("/v1/accounts", { body: { name: other, displayName: hostile("other account") } });
  const path = { account };
  const roles = ["named"];
  for (const each of [account, other]) {
    await operator.post("/v1/accounts/{account}/roles", {
      path: { account: each },
      body: {
        id: "named",
        name: hostile("role"),
        description: hostile("role's description"),
        resources: ["oms.view-order"],
      },
    });
  }
  const person = { email: "owner@hostile.example", password: PASSWORD };
  await operator.post("/v1/operators", {
    body: { email: "operator@hostile.example", name: hostile("operator"), password: PASSWORD },
  });
  await operator.post("/v1/service-keys", { body: { name: hostile("service key") } });
  await operator.post("/v1/accounts/{account}/users", {
    path,
    body: { ...person, name: hostile("user"), roles: ["owner", ...roles] },
  });
  await operator.post("/v1/accounts/{account}/users", {
    path,
    body: { email: "colleague@hostile.example", name: hostile("colleague"), roles },
  });
  const profile = { description: hostile("profile"), resources: ["oms.view-order"] };
  const keyOf = async (owner: string) =>
    (
      await operator.post("/v1/accounts/{account}/api-keys", {
        path: { account: owner },
        body: { name: hostile("key"), roles, profile },
      })
    ).data.key;
  const key = await keyOf(account);
  const theirs = { added: await keyOf(other), other: await keyOf(other) };
  const admission = { name: hostile("external key"), roles };
  await operator.post("/v1/accounts/{account}/external-keys", { path, body: { key: theirs.added, ...admission } });
  await operator.post("/v1/accounts/{account}/external-keys", {
    path: { account: other },
    body: { key, ...admission },
  });
  await operator.post("/v1/accounts/{account}/webhooks", {
    path,
    body: { url: `https://hooks.example.com/?${hostile("webhook")}` },
  });
  const invited = await operator.post("/v1/accounts/{account}/invitations", {
    path,
    body: { email: "invited@hostile.example", name: hostile("invited"), roles },
  });
  return { account, key, theirs, join: invited.data.link?.url ?? "" };
}
