// The commands of `latchkey` that run the service or work on its database, as they are written: apart from what they do, which is all of the
// server and takes a second to load.
import { type CommandForm, HELP_OPTION, type Option } from "./command-line.ts";

type Options = Readonly<Record<string, Option>>;

const JSON_OPTION = {
  json: { says: "answer one JSON object; what is said meanwhile goes to standard error" },
} as const satisfies Options;

/** Of what answers JSON in any case. */
const JSON_ANYWAY = { json: { says: "changes nothing: the answer is JSON in any case" } } as const satisfies Options;

const DATABASE = {
  LATCHKEY_DATABASE_URL: "postgres://…; absent: the embedded database in LATCHKEY_DATA_DIR (.latchkey)",
} as const;

const SECRET = { LATCHKEY_SECRET: "the server secret; absent: the one in LATCHKEY_DATA_DIR" } as const;

/** Each command's form, by its name. */
export const SERVER_COMMANDS = [
  {
    name: "start",
    summary: "Runs the service to try it, with demo data",
    options: { reset: { says: "start the demo over" }, ...HELP_OPTION },
    environment: { "PORT, HOST": "where it listens; default: 4390 on 127.0.0.1", LATCHKEY_DEMO: "off: no demo data" },
    examples: ["latchkey start", "latchkey start --reset", "PORT=8080 latchkey start"],
  },
  {
    name: "serve",
    summary: "Runs the service for real use",
    options: { ...HELP_OPTION },
    environment: {
      LATCHKEY_OPERATOR_TOKEN: "the platform team's credential, at least 32 characters; needed",
      "PORT, HOST": "where it listens; default: 4390 on 127.0.0.1",
      LATCHKEY_PUBLIC_URL: "the address that people and scripts use",
      ...DATABASE,
      LATCHKEY_SECRET: "the server secret; absent: made once in LATCHKEY_DATA_DIR",
    },
    examples: [
      'LATCHKEY_OPERATOR_TOKEN="$(cat operator.token)" latchkey serve',
      'LATCHKEY_OPERATOR_TOKEN="$(cat operator.token)" LATCHKEY_PUBLIC_URL=https://keys.example.com latchkey serve',
    ],
  },
  {
    name: "doctor",
    summary: "Checks an installation and says what to mend; exit code 1 where there is a problem",
    options: { audit: { says: "check every audit log, too" }, ...JSON_OPTION, ...HELP_OPTION },
    environment: { LATCHKEY_URL: "where the service is; default: where it would listen", ...DATABASE, ...SECRET },
    examples: ["latchkey doctor", "latchkey doctor --audit --json"],
  },
  {
    name: "audit verify",
    summary: "Checks that no audit event was removed, altered or moved; exit code 1 where one was",
    options: {
      heads: { value: "FILE", says: "check against heads that were kept, too: an end that was cut off shows" },
      ...JSON_OPTION,
      ...HELP_OPTION,
    },
    environment: { ...DATABASE, ...SECRET },
    examples: ["latchkey audit verify", "latchkey audit verify --heads kept-heads.jsonl --json"],
  },
  {
    name: "audit heads",
    summary: "Says where each audit log ends, one JSON object a line, to be kept elsewhere",
    options: { ...JSON_ANYWAY, ...HELP_OPTION },
    environment: { ...DATABASE, ...SECRET },
    examples: ["latchkey audit heads >> kept-heads.jsonl"],
  },
  {
    name: "copy",
    summary: "Moves the embedded installation to PostgreSQL; run again, it goes on where it was interrupted",
    options: {
      to: { value: "URL", says: "where to, without a password (LATCHKEY_COPY_TO, else LATCHKEY_DATABASE_URL)" },
      ...JSON_OPTION,
      ...HELP_OPTION,
    },
    environment: {
      LATCHKEY_COPY_TO: "where to, with a password: postgres://user:password@host/database",
      LATCHKEY_DATA_DIR: "where the embedded database is; default: .latchkey",
      ...SECRET,
    },
    examples: [
      "latchkey copy --to postgres://latchkey@db.example.com/latchkey",
      'LATCHKEY_COPY_TO="$(cat target.url)" latchkey copy',
    ],
  },
  {
    name: "backup",
    summary: "Writes everything into a file, beside a server that runs or not",
    operands: ["FILE"],
    options: { ...JSON_OPTION, ...HELP_OPTION },
    environment: { ...DATABASE, ...SECRET },
    examples: ["latchkey backup /backups/latchkey.gz"],
  },
  {
    name: "restore",
    summary: "Fills an empty database from a backup, and quarantines what changed since",
    operands: ["FILE"],
    options: {
      changes: {
        value: "FILE",
        says: "one of these three is needed: quarantine what changed after the backup, as a file tells",
      },
      "quarantine-all": { says: "quarantine every key and external key" },
      "trust-backup": { says: "quarantine nothing: what was revoked since works again" },
      ...JSON_OPTION,
      ...HELP_OPTION,
    },
    environment: { ...DATABASE, ...SECRET },
    examples: [
      "latchkey restore /backups/latchkey.gz --changes changes.json",
      "latchkey restore /backups/latchkey.gz --quarantine-all",
    ],
  },
  {
    name: "changes export",
    summary: "Says what changed as JSON, for latchkey restore --changes",
    options: {
      after: { value: "REVISION", says: "only what changed behind it; default: all that is known" },
      ...JSON_ANYWAY,
      ...HELP_OPTION,
    },
    environment: DATABASE,
    examples: ["latchkey changes export > changes.json", "latchkey changes export --after 1234 > changes.json"],
  },
  {
    name: "secret status",
    summary: "Says what is still kept under LATCHKEY_SECRET_PREVIOUS; exit code 1 where anything is",
    options: { ...JSON_OPTION, ...HELP_OPTION },
    environment: {
      ...DATABASE,
      LATCHKEY_SECRET: "the present server secret",
      LATCHKEY_SECRET_PREVIOUS: "the one before",
    },
    examples: ["latchkey secret status", "latchkey secret status --json"],
  },
] as const satisfies readonly CommandForm[];

export type ServerCommandName = (typeof SERVER_COMMANDS)[number]["name"];
