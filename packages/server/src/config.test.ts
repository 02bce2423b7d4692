import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { isLoopback, parseConfig, StartError } from "./config.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

describe("the configuration", () => {
  test("has a default for everything", () => {
    expect(parseConfig({})).toEqual({
      port: 4390,
      host: "127.0.0.1",
      dataDir: resolve(".latchkey"),
      databaseUrl: undefined,
      copyTo: undefined,
      operatorToken: undefined,
      secret: undefined,
      previousSecret: undefined,
      workers: 1,
      demo: true,
      catalogPath: undefined,
      routesPath: undefined,
      maxStalenessMs: 60_000,
      publicUrl: undefined,
      oidc: undefined,
      mail: undefined,
      trustedProxies: [],
      vtex: false,
      webhookAllow: [],
    });
  });

  test("takes every variable, with spaces around it or not", () => {
    const environment = {
      PORT: " 0 ",
      HOST: "0.0.0.0",
      LATCHKEY_DATA_DIR: "/var/lib/latchkey",
      LATCHKEY_DATABASE_URL: "postgresql://latchkey@db/latchkey",
      LATCHKEY_OPERATOR_TOKEN: SECRET,
      LATCHKEY_COPY_TO: "postgres://keys:pass@other/latchkey",
      LATCHKEY_SECRET: SECRET,
      LATCHKEY_SECRET_PREVIOUS: SECRET.toUpperCase(),
      LATCHKEY_DEMO: "off",
      LATCHKEY_CATALOG: "catalog.json",
      LATCHKEY_ROUTES: "routes.json",
      LATCHKEY_WORKERS: "4",
      LATCHKEY_MAX_STALENESS_SECONDS: "5",
      LATCHKEY_PUBLIC_URL: "https://keys.example.com/",
      LATCHKEY_OIDC_ISSUER: "https://login.example.com/acme",
      LATCHKEY_OIDC_CLIENT_ID: "latchkey",
      LATCHKEY_OIDC_CLIENT_SECRET: " a secret ",
      LATCHKEY_OIDC_NAME: "Acme ID",
      LATCHKEY_SMTP_URL: "smtps://keys:pass%20word@mail.example.com:465",
      LATCHKEY_MAIL_FROM: " Keys of Acme <keys@example.com> ",
      LATCHKEY_TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8::/32,192.0.2.1 ,",
      LATCHKEY_VTEX: " on",
      LATCHKEY_WEBHOOK_ALLOW: "10.1.0.0/16,::1",
    };
    expect(parseConfig(environment)).toEqual({
      port: 0,
      host: "0.0.0.0",
      dataDir: "/var/lib/latchkey",
      databaseUrl: "postgresql://latchkey@db/latchkey",
      operatorToken: SECRET,
      copyTo: "postgres://keys:pass@other/latchkey",
      secret: SECRET,
      previousSecret: SECRET.toUpperCase(),
      workers: 4,
      demo: false,
      catalogPath: "catalog.json",
      routesPath: "routes.json",
      maxStalenessMs: 5_000,
      publicUrl: "https://keys.example.com",
      oidc: {
        issuer: "https://login.example.com/acme",
        clientId: "latchkey",
        clientSecret: "a secret",
        name: "Acme ID",
      },
      mail: { url: "smtps://keys:pass%20word@mail.example.com:465", from: "Keys of Acme <keys@example.com>" },
      trustedProxies: ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"],
      vtex: true,
      webhookAllow: ["10.1.0.0/16", "::1"],
    });
  });

  test("takes an empty variable for an absent one", () => {
    const names = ["PORT", "HOST", "LATCHKEY_DATABASE_URL", "LATCHKEY_OPERATOR_TOKEN", "LATCHKEY_SECRET"];
    names.push("LATCHKEY_DEMO", "LATCHKEY_PUBLIC_URL", "LATCHKEY_TRUSTED_PROXIES", "LATCHKEY_SECRET_PREVIOUS");
    expect(parseConfig(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(parseConfig({}));
  });

  test("takes any 32 characters for the secret", () => {
    const secret = "correct horse battery staple, ñandú 😀";
    expect(parseConfig({ LATCHKEY_SECRET: secret }).secret).toBe(secret);
  });

  test.each([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["PORT", "http"],
    ["PORT", "0x10"],
    ["LATCHKEY_DATABASE_URL", "mysql://db/latchkey"],
    ["LATCHKEY_DEMO", "no"],
    ["LATCHKEY_VTEX", "true"],
    // More need PostgreSQL.
    ["LATCHKEY_WORKERS", "2"],
    ["LATCHKEY_WORKERS", "0"],
    ["LATCHKEY_SECRET_PREVIOUS", SECRET.slice(1)],
    ["LATCHKEY_COPY_TO", "mysql://keys:pass@db/latchkey"],
    ["LATCHKEY_SECRET", SECRET.slice(1)],
    ["LATCHKEY_OPERATOR_TOKEN", SECRET.slice(1)],
    ["LATCHKEY_OPERATOR_TOKEN", `${SECRET} x`],
    ["LATCHKEY_OPERATOR_TOKEN", `${SECRET}\n`],
    ["LATCHKEY_OPERATOR_TOKEN", `${SECRET}é`],
    ["LATCHKEY_MAX_STALENESS_SECONDS", "0"],
    ["LATCHKEY_MAX_STALENESS_SECONDS", "3601"],
    ["LATCHKEY_PUBLIC_URL", "keys.example.com"],
    ["LATCHKEY_PUBLIC_URL", "ftp://keys.example.com"],
    ["LATCHKEY_PUBLIC_URL", "https://keys.example.com/latchkey"],
    ["LATCHKEY_PUBLIC_URL", "https://keys.example.com/?a"],
    ["LATCHKEY_PUBLIC_URL", "https://keys.example.com/#a"],
    ["LATCHKEY_PUBLIC_URL", "https://user@keys.example.com"],
    ["LATCHKEY_TRUSTED_PROXIES", "proxy.example.com"],
    ["LATCHKEY_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["LATCHKEY_TRUSTED_PROXIES", "2001:db8::/129"],
    ["LATCHKEY_TRUSTED_PROXIES", "10.0.0.0/8/8"],
    ["LATCHKEY_TRUSTED_PROXIES", "10.0.0.0/"],
  ])("is refused with %s=%j, in one line that names it and doesn't repeat it", (name, value) => {
    const parse = () => parseConfig({ [name]: value });
    expect(parse).toThrow(StartError);
    expect(parse).toThrow(new RegExp(`^${name} [^\n]+$`));
    // Not so for short values, which are words of the message by chance.
    const isLong = value.length >= 31;
    expect(parse).not.toThrow(isLong ? value : "\n");
  });

  const OIDC = {
    LATCHKEY_OIDC_ISSUER: "http://127.0.0.1:9000",
    LATCHKEY_OIDC_CLIENT_ID: "latchkey",
    LATCHKEY_OIDC_CLIENT_SECRET: SECRET,
    LATCHKEY_OIDC_NAME: "Acme ID",
  };

  test.each(Object.keys(OIDC))("names %s, which is missing beside the others, and repeats none of these", (name) => {
    const parse = () => parseConfig({ ...OIDC, [name]: " " });
    expect(parse).toThrow(new RegExp(`^${name} is needed beside [^\n]+$`));
    expect(parse).not.toThrow(SECRET);
  });

  test.each([
    ["LATCHKEY_OIDC_ISSUER", "login.example.com"],
    ["LATCHKEY_OIDC_ISSUER", "http://login.example.com"],
    ["LATCHKEY_OIDC_ISSUER", "ftp://login.example.com"],
    ["LATCHKEY_OIDC_ISSUER", "https://login.example.com/?a=b"],
    ["LATCHKEY_OIDC_ISSUER", "https://login.example.com/#a"],
    ["LATCHKEY_OIDC_ISSUER", "https://user@login.example.com"],
    ["LATCHKEY_OIDC_ISSUER", `https://login.example.com/${"a".repeat(500)}`],
    ["LATCHKEY_OIDC_NAME", "a".repeat(61)],
  ])("refuses %s=%s", (name, value) => {
    expect(() => parseConfig({ ...OIDC, [name]: value })).toThrow(new RegExp(`^${name} [^\n]+$`));
  });

  const MAIL = { LATCHKEY_SMTP_URL: `smtp://keys:${SECRET}@mail.example.com`, LATCHKEY_MAIL_FROM: "keys@example.com" };

  test.each([
    ["LATCHKEY_SMTP_URL", " "],
    ["LATCHKEY_MAIL_FROM", " "],
    ["LATCHKEY_SMTP_URL", `mail.example.com:${SECRET}`],
    ["LATCHKEY_SMTP_URL", `https://keys:${SECRET}@mail.example.com`],
    ["LATCHKEY_SMTP_URL", `smtp:keys:${SECRET}`],
    ["LATCHKEY_SMTP_URL", `smtp://keys:${SECRET}@mail.example.com/?debug=true`],
    ["LATCHKEY_SMTP_URL", `smtp://keys:${SECRET}@mail.example.com/path`],
    ["LATCHKEY_SMTP_URL", `smtp://keys:${SECRET}@mail.example.com:99999`],
    ["LATCHKEY_MAIL_FROM", "keys"],
    ["LATCHKEY_MAIL_FROM", "keys@example.com, more@example.com"],
    ["LATCHKEY_MAIL_FROM", "Keys <keys>"],
    ["LATCHKEY_MAIL_FROM", "Keys <keys@example.com> <more@example.com>"],
    ["LATCHKEY_MAIL_FROM", "Keys\r\nBcc: x <keys@example.com>"],
  ])("refuses %s=%j beside the other, and repeats no password", (name, value) => {
    const parse = () => parseConfig({ ...MAIL, [name]: value });
    expect(parse).toThrow(StartError);
    expect(parse).toThrow(new RegExp(`^${name} [^\n]+$`));
    expect(parse).not.toThrow(SECRET);
  });

  test("takes a provider on this machine without TLS", () => {
    expect(parseConfig(OIDC).oidc).toMatchObject({ issuer: "http://127.0.0.1:9000" });
    expect(parseConfig({ ...OIDC, LATCHKEY_OIDC_ISSUER: "http://[::1]:9000" }).oidc).toBeDefined();
  });
});

test.each([
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["localhost", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["::", false],
  ["192.0.2.1", false],
  ["127.example.com", false],
  ["localhost.example.com", false],
])("%s is reached from this machine alone: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
