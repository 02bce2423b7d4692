// A server in a process of its own, as `latchkey serve` runs it but without the console: for tests that kill it.
import { listen, openServer } from "../commands/serve.ts";
import { parseConfig } from "../config.ts";
import { machine } from "../main.ts";

const config = parseConfig(process.env);
const server = await openServer(config, machine("warn"), { operatorToken: config.operatorToken ?? "" });
process.stdout.write(`Latchkey listens on ${await listen(server, config)}\n`);
