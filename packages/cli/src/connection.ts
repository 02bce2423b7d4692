import { join } from "node:path";
import { type Client, createClient, type Credential } from "@latchkey/sdk/client";
import { UsageError } from "@latchkey/server/command-line";
import type { Input } from "./input.ts";
import { readSecret, type Terminal } from "./terminal.ts";

const DEFAULT_URL = "http://127.0.0.1:4390";

/** A client of the service that options and environment name. @throws UsageError */
export async function connect(input: Input, terminal: Terminal): Promise<Client> {
  const baseUrl = input.text("url") ?? (terminal.env["LATCHKEY_URL"]?.trim() || DEFAULT_URL);
  const url = URL.parse(baseUrl);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`the service's address must be such as https://keys.example.com`);
  }
  if (url.username || url.password) throw new UsageError("the service's address must hold no password");
  if (url.protocol === "http:" && !isLoopback(url)) {
    terminal.note(`latchkey: ${url.host} is asked without TLS: whoever is on the way can read the credential`);
  }
  return createClient({ baseUrl, credential: await credentialOf(input, terminal, url) });
}

/** The first that is there: `--token-file`, the environment, the token of a demo on this machine, a person's answer. */
async function credentialOf(input: Input, terminal: Terminal, url: URL): Promise<Credential> {
  const env = (name: string) => terminal.env[name]?.trim() || undefined;
  const key = env("LATCHKEY_API_KEY");
  const as = (token: string): Credential =>
    key === undefined ? { kind: "bearer", token } : { kind: "api-key", key, token };

  const file = input.text("token-file");
  if (file !== undefined) return as(await readSecret(terminal, file, ""));
  if (key !== undefined) {
    return as(env("LATCHKEY_API_TOKEN") ?? (await asked(terminal, `API token of ${key}: `, "LATCHKEY_API_TOKEN")));
  }
  const token = env("LATCHKEY_OPERATOR_TOKEN") ?? env("LATCHKEY_SERVICE_KEY");
  if (token !== undefined) return as(token);
  if (isLoopback(url)) {
    const path = join(env("LATCHKEY_DATA_DIR") ?? ".latchkey", "operator-token");
    const kept = await terminal.readFile(path).catch(() => "");
    if (kept.trim() !== "") {
      terminal.note(`latchkey: as the operator, by the token in ${path}`);
      return as(kept.trim());
    }
  }
  return as(await asked(terminal, "Operator token or service key: ", "LATCHKEY_OPERATOR_TOKEN"));
}

async function asked(terminal: Terminal, question: string, variable: string): Promise<string> {
  if (terminal.isInteractive) return readSecret(terminal, undefined, question);
  throw new UsageError(`no credential: set ${variable}, or give --token-file (latchkey --help lists them all)`);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
