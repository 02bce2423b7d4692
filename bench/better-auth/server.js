// better-auth's api-key plugin behind a bare server, as a platform would put it there: each request's key is verified, and the answer
// has the headers that it is given. On SQLite with the settings that Latchkey has: a write-ahead log, synced with each commit.
// Without the plugin's limit of ten requests a day for each key, and without telemetry; all else is as it comes.
//
// Arguments: the database file, and the answer's headers as JSON. Prints the port, and the key to ask with.
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";

const [file = "", headersJson = "{}"] = process.argv.slice(2);
const headers = JSON.parse(headersJson);
const database = new DatabaseSync(file);
database.exec("pragma journal_mode = wal; pragma synchronous = full");

const options = {
  database,
  baseURL: "http://127.0.0.1",
  secret: "secret-of-the-bench-0123456789-0123456789",
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
};
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);
const { user } = await auth.api.signUpEmail({
  body: { email: "bench@example.com", password: "correct horse battery staple", name: "Bench" },
});
const { key } = await auth.api.createApiKey({ body: { userId: user.id, name: "Bench" } });

const server = createServer((request, response) => {
  auth.api.verifyApiKey({ body: { key: request.headers["x-api-key"] } }).then(
    ({ valid }) => response.writeHead(valid ? 200 : 401, headers).end(),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`key ${key}\nport ${server.address().port}\n`));
