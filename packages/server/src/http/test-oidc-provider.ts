import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { onTestFinished, vi } from "vitest";

/** What the provider says about a person. */
export interface ProviderAccount {
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A real provider of OpenID Connect on this machine, with pages for signing in and for consent. */
export interface TestProvider {
  readonly settings: { issuer: string; clientId: string; clientSecret: string; name: string };
  /** By what they type as their name there; a test may change what is said of them. */
  readonly accounts: Map<string, ProviderAccount>;
  /**
   * Goes through the provider's pages as a browser of its own, from the address that we sent it to.
   *
   * @param name typed on the page; `null` presses *Abort*
   * @returns our address to which it is sent back
   */
  visit(url: string, name: string | null): Promise<URL>;
  /** Stops and starts listening. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

const CLIENT = { clientId: "latchkey", clientSecret: "the-secret-of-the-client-0123456789" };

/** @param redirectUri the one address to which it sends anybody back */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer();
  const port = await listen(server, 0);
  const issuer = `http://127.0.0.1:${port}`;
  const accounts = new Map<string, ProviderAccount>();
  // That it isn't set up for real use.
  const warnings = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: ["a key of the tests"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, name) => {
      const account = accounts.get(name);
      if (!account) return undefined;
      const { claims, subject } = account;
      return { accountId: name, claims: () => Promise.resolve({ ...claims, sub: subject }) };
    },
  });
  warnings.mockRestore();
  server.on("request", (request, response) => void provider.callback()(request, response));
  onTestFinished(() => stop(server));
  return {
    settings: { issuer, ...CLIENT, name: "Acme ID" },
    accounts,
    visit: (url, name) => visit(new URL(url), name),
    pause: () => stop(server),
    async resume() {
      await listen(server, port);
    },
  };
}

async function visit(start: URL, name: string | null): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step++) {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
      ...(form === undefined ? {} : { method: "POST", body: form }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, cookieName = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(cookieName, value);
    }
    const location = answer.headers.get("location");
    const page = await answer.text();
    if (location === null) {
      ({ form, url } = fillIn(page, url, name));
    } else {
      form = undefined;
      url = new URL(location, url);
      if (url.origin !== start.origin) return url;
    }
  }
  throw new Error(`the provider's pages don't end at ${url.href}`);
}

/** Presses the button of the page's one form, or *Abort*. */
function fillIn(page: string, at: URL, name: string | null): { url: URL; form?: URLSearchParams } {
  if (name === null) {
    const [, abort = ""] = /href="([^"]*\/abort)"/.exec(page) ?? [];
    return { url: new URL(abort, at) };
  }
  const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
  if (action === undefined) throw new Error(`no form on the provider's page ${at.href}`);
  const [, prompt = ""] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
  return { url: new URL(action, at), form: new URLSearchParams({ prompt, login: name, password: "any" }) };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
