// How quick the console's lists are in an account with very many keys.
import { add, median, rounded, say } from "./figures.ts";
import { type Installation, OPERATOR_TOKEN, prepared, ROLE, start } from "./installation.ts";

const KEYS = 100_000;
const EXTERNAL_KEYS = 10_000;
const CALLS = 40;

export async function measureLists(): Promise<void> {
  say(`lists of ${KEYS} keys and ${EXTERNAL_KEYS} external keys`);
  const { dataDir } = await prepared(
    "lists",
    { owner: "owner", count: KEYS, role: ROLE },
    { owner: "host", host: "owner", count: EXTERNAL_KEYS, role: ROLE },
  );
  const server = await start({ LATCHKEY_DATA_DIR: dataDir });
  try {
    const { nextCursor } = (await get(server, "api-keys?limit=50")) as { nextCursor: string | null };
    const lists = {
      "generated keys, first page": "api-keys?limit=50",
      "generated keys, second page": `api-keys?limit=50&cursor=${encodeURIComponent(nextCursor ?? "")}`,
      "generated keys by name": "api-keys?limit=50&sort=name",
      "generated keys by search": "api-keys?limit=50&search=ation%2099",
      "generated keys without a match": "api-keys?limit=50&search=nothing%20like%20it",
      "generated keys of a role": `api-keys?limit=50&role=${ROLE}`,
      "inactive generated keys": "api-keys?limit=50&status=inactive",
      "generated keys by alert": "api-keys?limit=50&alert=recommended",
      "settings, with how many keys are old": "api-key-settings",
      "external keys, first page": "external-keys?limit=50",
      "external keys by owner": "external-keys?limit=50&sort=owner",
      "external keys by search": "external-keys?limit=50&search=ation%2099",
      "who uses a role": `roles/${ROLE}/use`,
    };
    for (const [figure, path] of Object.entries(lists)) {
      const times: number[] = [];
      for (let call = 0; call < CALLS; call++) {
        const startMs = performance.now();
        await get(server, path);
        times.push(performance.now() - startMs);
      }
      const details = { slowestMs: rounded(Math.max(...times)) };
      add({ figure, value: median(times), unit: "ms", details }, { atMost: 100 });
    }
  } finally {
    await server.stop();
  }
}

async function get({ baseUrl }: Installation, path: string): Promise<unknown> {
  const answer = await fetch(`${baseUrl}/v1/accounts/owner/${path}`, {
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
