import { isIPv4 } from "node:net";
import { resolve } from "node:path";
import { canonicalNetwork } from "./domain/network.ts";
import { SERVER_SECRET_MIN_LENGTH } from "./secrets/server-secret.ts";
import type { OidcSettings } from "./sign-in/oidc.ts";
import type { MailSettings } from "./mail/smtp-mailer.ts";
import { type TracingSettings, tracingSettings } from "./tracing/settings.ts";

/** Shortest operator token that is taken, in characters. */
const OPERATOR_TOKEN_MIN_LENGTH = 32;

/** Most processes on one port. */
const WORKERS_MOST = 64;

/** Longest issuer, which is part of an index, and longest name on a button, in characters. */
const OIDC_ISSUER_MAX_LENGTH = 500;
const OIDC_NAME_MAX_LENGTH = 60;

/** How the server is to run: the environment, parsed once. */
export interface Config {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** Where the embedded database, and what is made at the first start, lie. Absolute. */
  readonly dataDir: string;
  /** `undefined` for the embedded database. */
  readonly databaseUrl: string | undefined;
  /** Where `latchkey copy` copies to; `undefined`: to `databaseUrl`. */
  readonly copyTo: string | undefined;
  readonly operatorToken: string | undefined;
  /** `undefined`: made once in the data directory. */
  readonly secret: string | undefined;
  /** The secret before it, while what is kept under that moves over; `undefined` at other times. */
  readonly previousSecret: string | undefined;
  /** Processes that answer on one port. */
  readonly workers: number;
  /** Whether an empty database gets demo data. */
  readonly demo: boolean;
  /** Path of a catalog file. */
  readonly catalogPath: string | undefined;
  /** Path of a route map for gateways. */
  readonly routesPath: string | undefined;
  /** After how many milliseconds without news a node refuses to answer (rule 12). */
  readonly maxStalenessMs: number;
  /** Origin that people and scripts reach the server by, without a slash at its end; `undefined`: host and port. */
  readonly publicUrl: string | undefined;
  /** The provider by which people can sign in; `undefined`: by password alone. */
  readonly oidc: OidcSettings | undefined;
  /** By which mails go out; `undefined`: none do. */
  readonly mail: MailSettings | undefined;
  /** Addresses and networks whose forwarded headers, and questions as a gateway, are believed. */
  readonly trustedProxies: readonly string[];
  /** Whether scripts that were written for VTEX are answered. */
  readonly vtex: boolean;
  /** Addresses and networks that webhooks may reach though they aren't public, and without TLS. */
  readonly webhookAllow: readonly string[];
  /** Where traces go; `undefined`: nothing is traced. */
  readonly tracing: TracingSettings | undefined;
}

/** The start ends here: one line for whoever started it. */
export class StartError extends Error {
  override readonly name = "StartError";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws StartError naming the first variable whose value is bad */
export function parseConfig(environment: Environment): Config {
  const text = (name: string) => environment[name]?.trim() || undefined;
  const host = text("HOST") ?? "127.0.0.1";
  const databaseUrl = postgresUrl(environment, "LATCHKEY_DATABASE_URL");
  const isOn = (name: string, absent: "on" | "off") => {
    const value = text(name) ?? absent;
    if (value !== "on" && value !== "off") throw bad(name, 'must be "on" or "off"');
    return value === "on";
  };
  const workers = wholeNumber(environment, "LATCHKEY_WORKERS", 1, 1, WORKERS_MOST);
  if (workers > 1 && databaseUrl === undefined) {
    throw bad("LATCHKEY_WORKERS", "must be 1 with the embedded database: more need LATCHKEY_DATABASE_URL");
  }
  return {
    port: wholeNumber(environment, "PORT", 4390, 0, 65_535),
    host,
    dataDir: resolve(text("LATCHKEY_DATA_DIR") ?? ".latchkey"),
    databaseUrl,
    operatorToken: operatorToken(environment),
    copyTo: postgresUrl(environment, "LATCHKEY_COPY_TO"),
    secret: secretText(environment, "LATCHKEY_SECRET", SERVER_SECRET_MIN_LENGTH),
    previousSecret: secretText(environment, "LATCHKEY_SECRET_PREVIOUS", SERVER_SECRET_MIN_LENGTH),
    workers,
    demo: isOn("LATCHKEY_DEMO", "on"),
    catalogPath: text("LATCHKEY_CATALOG"),
    routesPath: text("LATCHKEY_ROUTES"),
    maxStalenessMs: wholeNumber(environment, "LATCHKEY_MAX_STALENESS_SECONDS", 60, 1, 3_600) * 1_000,
    publicUrl: origin(text("LATCHKEY_PUBLIC_URL")),
    oidc: oidc(environment),
    mail: mail(text("LATCHKEY_SMTP_URL"), text("LATCHKEY_MAIL_FROM")),
    trustedProxies: networks(environment, "LATCHKEY_TRUSTED_PROXIES"),
    vtex: isOn("LATCHKEY_VTEX", "off"),
    webhookAllow: networks(environment, "LATCHKEY_WEBHOOK_ALLOW"),
    tracing: tracingSettings(environment, bad),
  };
}

/** Whether a host name can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

function wholeNumber(environment: Environment, name: string, absent: number, least: number, most: number): number {
  const text = environment[name]?.trim();
  if (!text) return absent;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw bad(name, `must be a whole number from ${least} to ${most}`);
}

function postgresUrl(environment: Environment, name: string): string | undefined {
  const url = environment[name]?.trim() || undefined;
  // Never the value in the message: it may hold a password.
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) throw bad(name, "must begin with postgres://");
  return url;
}

function secretText(environment: Environment, name: string, leastLength: number): string | undefined {
  const text = environment[name];
  if (text === undefined || text === "") return undefined;
  // Never the value in the message: it is a secret, if a bad one.
  if (text.length < leastLength) throw bad(name, `must have at least ${leastLength} characters`);
  return text;
}

function operatorToken(environment: Environment): string | undefined {
  const token = secretText(environment, "LATCHKEY_OPERATOR_TOKEN", OPERATOR_TOKEN_MIN_LENGTH);
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return token;
  // No header could carry it.
  throw bad("LATCHKEY_OPERATOR_TOKEN", "must be printable ASCII without spaces");
}

function origin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.hash || url.username) {
    throw bad("LATCHKEY_PUBLIC_URL", "must be an origin such as https://keys.example.com");
  }
  return url.origin;
}

const OIDC_VARIABLES = [
  "LATCHKEY_OIDC_ISSUER",
  "LATCHKEY_OIDC_CLIENT_ID",
  "LATCHKEY_OIDC_CLIENT_SECRET",
  "LATCHKEY_OIDC_NAME",
] as const;

function oidc(environment: Environment): OidcSettings | undefined {
  const values = OIDC_VARIABLES.map((variable) => environment[variable]?.trim() ?? "");
  if (values.every((value) => value === "")) return undefined;
  const missing = OIDC_VARIABLES.find((_variable, index) => values[index] === "");
  if (missing !== undefined) throw bad(missing, "is needed beside the other LATCHKEY_OIDC_ variables");
  const [issuer = "", clientId = "", clientSecret = "", name = ""] = values;
  const url = URL.parse(issuer);
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname.replace(/^\[|\]$/g, "")));
  if (!url || !isSafe || url.search || url.hash || url.username || issuer.length > OIDC_ISSUER_MAX_LENGTH) {
    throw bad("LATCHKEY_OIDC_ISSUER", "must be an https:// address such as https://login.example.com");
  }
  if (name.length > OIDC_NAME_MAX_LENGTH) {
    throw bad("LATCHKEY_OIDC_NAME", `must have at most ${OIDC_NAME_MAX_LENGTH} characters`);
  }
  return { issuer, clientId, clientSecret, name };
}

/** An address, or a name and one in angle brackets: nothing that a header can't hold. */
const MAIL_FROM = /^(?:[^<>"(),:;@\\\p{Cc}]+ <[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/u;

function mail(smtpUrl: string | undefined, from: string | undefined): MailSettings | undefined {
  if (smtpUrl === undefined && from === undefined) return undefined;
  if (smtpUrl === undefined) throw bad("LATCHKEY_SMTP_URL", "is needed beside LATCHKEY_MAIL_FROM");
  if (from === undefined) throw bad("LATCHKEY_MAIL_FROM", "is needed beside LATCHKEY_SMTP_URL");
  const url = URL.parse(smtpUrl);
  // A query could have the transport log what it sends.
  const isPlain = url?.hostname && /^\/?$/.test(url.pathname) && !url.search && !url.hash;
  if (!isPlain || !/^smtps?:$/.test(url.protocol)) {
    // Never the value in the message: it may hold a password.
    throw bad("LATCHKEY_SMTP_URL", "must be such as smtps://user:password@mail.example.com:465");
  }
  if (!MAIL_FROM.test(from)) throw bad("LATCHKEY_MAIL_FROM", "must be an address such as Keys <keys@example.com>");
  return { url: smtpUrl, from };
}

function networks(environment: Environment, name: string): string[] {
  const listed = (environment[name] ?? "")
    .split(",")
    .map((network) => network.trim())
    .filter(Boolean);
  if (listed.some((network) => canonicalNetwork(network) === undefined)) {
    throw bad(name, "must be addresses or networks such as 10.0.0.0/8, with commas between them");
  }
  return listed;
}

function bad(name: string, problem: string): StartError {
  return new StartError(`${name} ${problem}`);
}
