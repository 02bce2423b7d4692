import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfig, StartError } from "../config.ts";
import { DEMO_MARK, holdsDemo, keptSecret, requireUnreachable } from "./data-directory.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-test-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a secret that is kept in the data directory", () => {
  it("is made once, for its owner alone, and agreed on by many starts at once", async () => {
    let made = 0;
    const generate = () => `${++made}`.padStart(40, "0");
    const secrets = await Promise.all(Array.from({ length: 20 }, () => keptSecret(folder, "secret", generate)));
    expect(new Set(secrets).size).toBe(1);
    expect(await keptSecret(folder, "secret", generate)).toBe(secrets[0]);
    expect((await stat(join(folder, "secret"))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["secret"]);
  });

  it("is refused where somebody emptied the file", async () => {
    await writeFile(join(folder, "secret"), "");
    await expect(keptSecret(folder, "secret", () => "x".repeat(40))).rejects.toThrow(StartError);
  });
});

describe("demo data, whose password is known,", () => {
  it("is known by its mark, whatever the configuration says", async () => {
    const config = parseConfig({ LATCHKEY_DATA_DIR: folder, LATCHKEY_DEMO: "off" });
    expect(await holdsDemo(config)).toBe(false);
    await writeFile(join(folder, DEMO_MARK), "");
    expect(await holdsDemo(config)).toBe(true);
    expect(await holdsDemo({ ...config, databaseUrl: "postgres://elsewhere/db" })).toBe(false);
  });

  it.each([{}, { HOST: "localhost" }, { HOST: "::1" }, { LATCHKEY_PUBLIC_URL: "http://[::1]:4390" }])(
    "may be served with %j",
    (environment) => expect(() => requireUnreachable(parseConfig(environment))).not.toThrow(),
  );

  it.each([
    { HOST: "0.0.0.0" },
    { HOST: "::" },
    { HOST: "127.example.com" },
    { HOST: "0.0.0.0", LATCHKEY_DEMO: "off" },
    { LATCHKEY_PUBLIC_URL: "https://keys.example.com" },
  ])("may not be served with %j", (environment) => {
    expect(() => requireUnreachable(parseConfig(environment))).toThrow(StartError);
  });
});
