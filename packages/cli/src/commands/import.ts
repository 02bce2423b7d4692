import type { Client } from "@latchkey/sdk/client";
import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { UsageError } from "@latchkey/server/command-line";
import type { Command } from "../command.ts";
import { CommandError } from "../failures.ts";
import { IMPORT_FORMATS, importRecords, type ImportRecord } from "../import-records.ts";
import { visible } from "../table.ts";

/** Things that the API takes at once. */
const BATCH = 1_000;
/** Refusals that are shown as they come. */
const SHOWN = 20;

const BOTH = ["account", "key", "name", "roles", "status", "requestsPerMinute"];
const KEY_COLUMNS = [...BOTH, "token", "tokenSha256", "createdAt"];
const EXTERNAL_KEY_COLUMNS = [...BOTH, "expiresAt"];

interface Refusal {
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

interface Results {
  readonly results: readonly { readonly outcome: string; readonly code?: string; readonly detail?: string }[];
}

export const importCommand: Command = {
  name: "import",
  summary: "Imports keys that were made elsewhere, with their tokens or the SHA-256 of these; can be run again",
  operands: ["FILE"],
  options: {
    format: { value: "FORMAT", says: "jsonl or csv; default: as the file's name ends" },
    "external-keys": { says: "the file says which accounts work with which keys; import the keys first" },
    account: { value: "NAME", says: "the account of records that name none" },
  },
  examples: [
    "latchkey import keys.jsonl",
    "latchkey import keys.csv --account acme",
    "latchkey import - --format csv < keys.csv",
    "latchkey import admissions.csv --external-keys",
  ],
  async run({ input, output, terminal, connect }) {
    const file = input.operand();
    const format =
      input.choice("format", IMPORT_FORMATS) ?? IMPORT_FORMATS.find((each) => file.toLowerCase().endsWith(`.${each}`));
    if (format === undefined) throw new UsageError("--format is needed: jsonl or csv");
    const isExternal = input.has("external-keys");
    const client = await connect();
    const text = file === "-" ? await terminal.readInput() : await terminal.readFile(file);
    const records = importRecords(text, format, isExternal ? EXTERNAL_KEY_COLUMNS : KEY_COLUMNS);
    const account = input.text("account");
    const tally = { imported: 0, present: 0 };
    const refusals: Refusal[] = [];
    for (let at = 0; at < records.length; at += BATCH) {
      const batch = records.slice(at, at + BATCH);
      const { results } = await sent(client, isExternal, batch, account);
      for (const [index, { code = "", detail = "", outcome }] of results.entries()) {
        if (outcome === "imported" || outcome === "present") tally[outcome]++;
        else refusals.push({ line: batch[index]?.line ?? 0, code, detail });
      }
      terminal.note(
        `${at + batch.length} of ${records.length}: ${tally.imported} imported, ${tally.present} there already, ${refusals.length} refused`,
      );
    }
    for (const { code, detail, line } of refusals.slice(0, SHOWN)) {
      terminal.note(visible(`line ${line}: ${detail} (${code})`));
    }
    if (refusals.length > SHOWN) terminal.note(`… and ${refusals.length - SHOWN} more: --json lists them all.`);
    const counts = { ...tally, refused: refusals.length };
    output.object(
      { ...counts, refusals },
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
    );
    return refusals.length === 0 ? 0 : 1;
  },
};

async function sent(
  client: Client,
  isExternal: boolean,
  batch: readonly ImportRecord[],
  account: string | undefined,
): Promise<Results> {
  const items = batch.map(({ fields }) => ({
    ...(account === undefined ? {} : { account }),
    roles: [],
    // What nobody named is called by its string.
    ...("key" in fields ? { name: fields["key"] } : {}),
    ...fields,
  }));
  try {
    // What the file says is for the API to judge.
    const { data } = isExternal
      ? await client.post("/v1/external-keys/import", { body: { externalKeys: items as never } })
      : await client.post("/v1/api-keys/import", { body: { keys: items as never } });
    return data;
  } catch (error) {
    if (error instanceof LatchkeyError && error.errors.length > 0) throw new CommandError(faultsOf(error, batch));
    throw error;
  }
}

/** What is wrong with the form of a batch, by the lines of the file. */
function faultsOf({ detail, errors }: LatchkeyError, batch: readonly ImportRecord[]): string {
  const faults = errors.map(({ message, path }) => {
    const [, index = "", field = ""] = /^\/\w+\/(\d+)(?:\/(.*))?$/.exec(path) ?? [];
    const line = batch[Number(index)]?.line;
    return line === undefined || index === ""
      ? `${path}: ${message}`
      : `line ${line}, ${field || "the record"}: ${message}`;
  });
  const [first, last] = [batch[0]?.line, batch.at(-1)?.line];
  return `${detail} Nothing of lines ${first} to ${last} was imported: mend and run it again. ${faults.join("; ")}`;
}
