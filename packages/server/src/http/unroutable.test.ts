import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { problemSchema } from "./problem.ts";

let server: TestServer;
let port: number;

beforeAll(async () => {
  server = await createTestServer();
  port = Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
});

afterAll(() => server.close());

/** Sends bytes as they are, and answers all that came back until the server hung up. */
async function exchange(bytes: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(bytes);
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), head: head.toLowerCase(), body };
}

it.each([
  ["that is none", "EHLO example.org\r\n\r\n", 400],
  ["with two lengths", "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400],
  ["with a header of 17 kB", `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Junk: ${"x".repeat(17_000)}\r\n\r\n`, 431],
])("answers HTTP %s with a problem, and hangs up", async (_what, bytes, expected) => {
  const { body, head, status } = await exchange(bytes);
  expect(status).toBe(expected);
  expect(head).toContain("content-type: application/problem+json");
  expect(head).toContain("x-content-type-options: nosniff");
  expect(problemSchema.strict().parse(JSON.parse(body))).toMatchObject({ status, code: "MALFORMED_REQUEST" });
});

it("goes on serving others after that", async () => {
  const { head, status } = await exchange("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  expect(status).toBe(200);
  expect(head).toContain("content-security-policy: default-src 'none'");
});

it("answers as ever where somebody expects what we don't know, rather than leave it to Node", async () => {
  const { head, status } = await exchange(
    "GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: the unexpected\r\nConnection: close\r\n\r\n",
  );
  expect(status).toBe(200);
  expect(head).toContain("content-security-policy: default-src 'none'");
});
