import { expect, test } from "vitest";
import { createTestServer } from "../test-server.ts";

test.each([
  ["asks who is signed in", "GET", undefined],
  ["signs in", "POST", { email: "ana@acme.example", password: "correct horse" }],
  ["signs out", "DELETE", undefined],
] as const)("whoever %s while the database is away is told so, not that it is a fault", async (_what, method, body) => {
  const server = await createTestServer();
  try {
    await server.call("POST", "/v1/accounts", { body: { name: "acme", displayName: "Acme" } });
    const password = "correct horse";
    const user = { email: "ana@acme.example", name: "Ana", roles: ["owner"], password };
    await server.call("POST", "/v1/accounts/acme/users", { body: user });
    const signedIn = await server.call("POST", "/v1/session", { as: null, body: { email: user.email, password } });
    const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
    await server.store.close();

    const headers = { cookie, origin: "http://localhost" };
    const answer = await server.call<{ code: string }>(method, "/v1/session", { as: null, headers, body });
    expect([answer.status, answer.body.code]).toEqual([503, "UNAVAILABLE"]);
  } finally {
    await server.close();
  }
});
