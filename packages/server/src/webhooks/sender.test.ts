import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, test } from "vitest";
import { webhookAddresses } from "./addresses.ts";
import { type Resolve, webhookSender } from "./sender.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
const LOCAL: Resolve = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
const { signal } = new AbortController();
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const message = (url: string) => ({
  url,
  id: "msg-1",
  atMs: Date.now(),
  body: '{"type":"key.deleted"}',
  secrets: [SECRET, OTHER_SECRET],
});

const sender = (allowed: string[], resolve: Resolve = LOCAL, timeoutMs = 5_000) =>
  webhookSender({ addresses: webhookAddresses(allowed), resolve, timeoutMs });

describe("a webhook's message", () => {
  test("is verified by Standard Webhooks with either of two secrets, and by no other", async () => {
    let body = "";
    let headers: IncomingHttpHeaders = {};
    const port = await listen((request, response) => {
      headers = request.headers;
      request.on("data", (chunk: Buffer) => (body += String(chunk)));
      request.on("end", () => response.writeHead(204).end());
    });
    const sent = message(`http://hooks.example.com:${port}/in?x=1`);
    expect(await sender(["127.0.0.0/8"])(sent, signal)).toEqual({ status: 204, problem: null });
    const received = headers as Record<string, string>;
    expect(received["host"]).toBe(`hooks.example.com:${port}`);
    expect(received["webhook-id"]).toBe("msg-1");
    for (const secret of [SECRET, OTHER_SECRET]) {
      expect(new Webhook(secret).verify(body, received)).toEqual({ type: "key.deleted" });
    }
    const wrong = new Webhook(`whsec_${Buffer.alloc(32, 9).toString("base64")}`);
    expect(() => wrong.verify(body, received)).toThrow("No matching signature");
  });

  test("follows no redirect", async () => {
    const paths: string[] = [];
    const port = await listen((request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    const outcome = await sender(["127.0.0.1"])(message(`http://127.0.0.1:${port}/in`), signal);
    expect(outcome).toEqual({ status: 307, problem: "answer" });
    expect(paths).toEqual(["/in"]);
  });

  test("reads no more than a little of an endless answer", async () => {
    const port = await listen((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write(Buffer.alloc(16_384))) if (response.destroyed) return;
        response.once("drain", more);
      };
      more();
    });
    const outcome = await sender(["127.0.0.1"])(message(`http://127.0.0.1:${port}/`), signal);
    expect(outcome).toEqual({ status: 200, problem: null });
  });

  test("waits no longer than it may for one that doesn't answer", async () => {
    const port = await listen(() => undefined);
    const outcome = await sender(["127.0.0.1"], LOCAL, 50)(message(`http://127.0.0.1:${port}/`), signal);
    expect(outcome).toEqual({ status: null, problem: "timed-out" });
  });

  test("ends with one that switches to another protocol", async () => {
    const port = await listen((request) => {
      request.socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n");
    });
    const outcome = await sender(["127.0.0.1"])(message(`http://127.0.0.1:${port}/`), signal);
    expect(outcome).toEqual({ status: null, problem: "unreachable" });
  });

  test.each([
    ["a name that leads to a private address", "https://hooks.example.com/", ["10.0.0.7"], "address-refused"],
    ["one that leads to a private address among others", "https://a.example/", ["8.8.8.8", "::1"], "address-refused"],
    ["one that hides an address in IPv6", "https://a.example/", ["::ffff:169.254.169.254"], "address-refused"],
    ["one that hides this machine in IPv6", "https://a.example/", ["::ffff:127.0.0.1"], "address-refused"],
    ["one that leads to a cloud's own service", "https://a.example/", ["169.254.0.1"], "address-refused"],
    ["one that leads to what is no address", "https://a.example/", ["0x7f1"], "address-refused"],
    ["a name that nobody knows", "https://hooks.example.com/", [], "name-unknown"],
  ])("isn't sent to %s", async (_what, url, found, problem) => {
    const resolve: Resolve = () => Promise.resolve(found.map((address) => ({ address, family: 4 })));
    expect(await sender([], resolve)(message(url), signal)).toEqual({ status: null, problem });
  });

  test("goes without TLS only to what is allowed, whatever its name leads to by then", async () => {
    let reached = 0;
    const port = await listen((_request, response) => {
      reached++;
      response.end();
    });
    const outcome = await sender(["10.0.0.0/8"])(message(`http://hooks.example.com:${port}/`), signal);
    expect(outcome).toEqual({ status: null, problem: "address-refused" });
    expect(reached).toBe(0);
  });

  test("asks once where a name leads for each sending, and goes there and nowhere else, whatever it leads to the next moment", async () => {
    let reached = 0;
    const port = await listen((_request, response) => {
      reached++;
      response.writeHead(204).end();
    });
    const url = `http://hooks.example.com:${port}/`;
    const asked: string[] = [];
    /** The first answer is good, and every other is where nobody is to be led. */
    const rebinding: Resolve = (name) => {
      asked.push(name);
      return Promise.resolve([{ address: asked.length === 1 ? "127.0.0.1" : "169.254.169.254", family: 4 }]);
    };
    const send = sender(["127.0.0.1"], rebinding);
    expect(await send(message(url), signal)).toEqual({ status: 204, problem: null });
    expect(asked).toEqual(["hooks.example.com"]);
    expect(await send(message(url), signal)).toEqual({ status: null, problem: "address-refused" });
    expect(reached).toBe(1);
  });

  test("says where nobody listens", async () => {
    const port = await listen(() => undefined);
    for (const close of closers.splice(0)) close();
    const outcome = await sender(["127.0.0.1"])(message(`http://127.0.0.1:${port}/`), signal);
    expect(outcome).toEqual({ status: null, problem: "unreachable" });
  });
});

describe("the address of a webhook", () => {
  const strict = webhookAddresses([]);

  test.each([
    "http://hooks.example.com/",
    "ftp://hooks.example.com/",
    "no address",
    "https://user:password@hooks.example.com/",
    "https://hooks.example.com/#part",
    "https://0x7f1/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://127。0。0。1/",
    "https://2130706433/",
    "https://127.1/",
    "https://169.254.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://169.254.255.255/",
    "https://0.0.0.0/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[ff02::1]/",
  ])("can't be %s", (url) => {
    expect(strict.problemOf(url)).toMatch(/^must/);
  });

  test.each(["https://hooks.example.com:8443/in?x=1", "https://8.8.8.8/", "https://[2606:4700::1111]/"])(
    "can be %s",
    (url) => {
      expect(strict.problemOf(url)).toBeUndefined();
    },
  );

  test("can be what the configuration allows, and nothing beside it", () => {
    const addresses = webhookAddresses(["127.0.0.0/8", "fd00::/8"]);
    expect(addresses.problemOf("http://127.0.0.1:8080/")).toBeUndefined();
    expect(addresses.problemOf("http://[fd00::7]/")).toBeUndefined();
    expect(addresses.problemOf("https://10.0.0.1/")).toMatch(/^must/);
    expect(addresses.problemOf("http://8.8.8.8/")).toMatch(/^must/);
  });
});
