import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startPostgres } from "./postgres-server.ts";
import { createPostgresDatabase } from "./postgres.ts";
import { Program } from "./program.ts";

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // Some tests end the server under the connection.
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function settingOf(client: pg.Client, name: string): Promise<unknown> {
  const { rows } = await client.query<Record<string, unknown>>("select current_setting($1) as value", [name]);
  return rows[0]?.["value"];
}

describe("createPostgresDatabase", () => {
  test("makes databases that share nothing", async () => {
    await using one = await createPostgresDatabase();
    await using other = await createPostgresDatabase();
    const inOne = await connect(one.url);
    await inOne.query("create table mark (id int)");

    await expect((await connect(other.url)).query("select * from mark")).rejects.toMatchObject({ code: "42P01" });
    await expect(inOne.query("select * from mark")).resolves.toMatchObject({ rows: [] });
  });

  test("makes databases that compare text by code point and hold all of Unicode", async () => {
    await using database = await createPostgresDatabase();
    const client = await connect(database.url);

    const { rows } = await client.query("select 'Z' < 'a' as by_code_point, length('𝕏') as characters");
    expect(rows).toEqual([{ by_code_point: true, characters: 1 }]);
  });

  test("drops a database with open connections, and again without complaint", async () => {
    const database = await createPostgresDatabase();
    await connect(database.url);

    await database.drop();
    await expect(connect(database.url)).rejects.toMatchObject({ code: "3D000" });
    await database.drop();
  });
});

describe("startPostgres", () => {
  test("syncs to disk where durability is asked for", async () => {
    await using server = await startPostgres({ durable: true });
    const client = await connect(server.url);

    expect(await settingOf(client, "fsync")).toBe("on");
    expect(await settingOf(client, "synchronous_commit")).toBe("on");
  });

  test("leaves neither a process nor a file behind when it stops", async () => {
    const server = await startPostgres();
    const dataFolder = await settingOf(await connect(server.url), "data_directory");
    expect(existsSync(String(dataFolder))).toBe(true);

    await server.stop();
    expect(existsSync(String(dataFolder))).toBe(false);
    await expect(connect(server.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await server.stop();
  });

  test("keeps through a crash what was committed, and nothing else", async () => {
    await using server = await startPostgres({ durable: true });
    const client = await connect(server.url);
    await client.query("create table mark (id int); insert into mark values (1)");
    await client.query("begin; insert into mark values (2)");
    await server.crash();
    await server.crash();
    const { rows } = await (await connect(server.url)).query("select id from mark");
    expect(rows).toEqual([{ id: 1 }]);
  });

  test("doesn't outlive a process that is killed", async () => {
    const script = `
      import { startPostgres } from ${JSON.stringify(import.meta.resolve("./postgres-server.ts"))};
      console.log((await startPostgres()).url + " is up");`;
    const owner = new Program(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
    });
    expect(await owner.printed(" is up"), owner.output).toBe(true);
    const url = owner.output.split(" ")[0] ?? "";
    const dataFolder = String(await settingOf(await connect(url), "data_directory"));

    await owner.stop("SIGKILL");
    await vi.waitFor(() => expect(existsSync(dataFolder)).toBe(false), { timeout: 10_000 });
    await expect(connect(url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
