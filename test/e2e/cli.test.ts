import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { latchkey, temporaryFolder } from "../support/latchkey.ts";
import { OPERATOR_TOKEN, running } from "../support/running-command.ts";

it("an external key's whole life goes by the command alone, and tokens come out where they are delivered only", async () => {
  const { folder, run, json } = await running();
  const tokenFile = join(folder, "partner.token");
  expect(await json("accounts", "create", "shop", "--display-name", "The Shop")).toMatchObject({ name: "shop" });
  await json("accounts", "create", "partner");
  const accounts = await run(["accounts", "list"]);
  expect(accounts.stdout).toMatch(
    /^ACCOUNT +NAME +STATUS +CREATED\npartner +partner +active .*\nshop +The Shop +active /,
  );

  const generate = ["keys", "generate", "Orders", "--account", "partner", "--save-token", tokenFile];
  const generated = await run(generate);
  expect(generated).toMatchObject({ exitCode: 0 });
  const key = /^key +(lk-partner-\w{12})$/m.exec(generated.stdout)?.[1] ?? "";
  const token = (await readFile(tokenFile, "utf8")).trim();
  expect(token).toMatch(/^lkt_\w{49}$/);
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  expect(generated.stdout).not.toContain(token);
  // A file that is there is left alone, and no key made for nothing.
  expect(await run(generate)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("EEXIST") as string });
  expect(await json("keys", "list", "--account", "partner")).toMatchObject({ total: 1 });

  const admitted = await json(
    "external-keys",
    "add",
    key,
    "--account",
    "shop",
    "--name",
    "Orders",
    "--role",
    "oms-read-only",
  );
  expect(admitted).toMatchObject({ key, owner: { account: "partner" }, roles: [{ id: "oms-read-only" }] });

  const ask = ["verify", key, "--account", "shop", "--api-token-file", tokenFile];
  const valid = await run([...ask, "--resource", "oms.view-order"]);
  expect(valid).toMatchObject({ exitCode: 0 });
  expect(valid.stdout).toMatch(/^valid +yes\ncode +VALID\naccount +shop\n/);
  expect(await run([...ask, "--resource", "oms.cancel-order"])).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining("RESOURCE_DENIED") as string,
  });
  const explained = await run(["explain", key, "--account", "shop", "--resource", "oms.cancel-order"]);
  expect(explained).toMatchObject({ exitCode: 3, stdout: expect.stringContaining("RESOURCE_DENIED (host)") as string });
  expect(explained.stdout).toMatch(/^oms\.cancel-order opened by +none of its roles there$/m);
  const opened = await run(["explain", key, "--account", "shop", "--resource", "oms.view-order"]);
  expect(opened.stdout).toMatch(/^kind +external key\noms\.view-order opened by +oms-read-only$/m);
  expect(await json("explain", key, "--account", "shop")).toMatchObject({
    external: true,
    openedBy: ["oms-read-only"],
  });
  const stranger = await run(["explain", "lk-shop-00000000000R", "--account", "shop"]);
  expect(stranger).toMatchObject({ exitCode: 3, stdout: expect.not.stringContaining("opened by") as string });
  expect(stranger.stdout).toContain("NOT_ADMITTED (host)");

  expect(await json("keys", "hosts", key, "--account", "partner")).toMatchObject({ items: [{ account: "shop" }] });
  expect(await run(["keys", "deactivate", key, "--account", "partner"])).toMatchObject({ exitCode: 2 });
  await json("keys", "deactivate", key, "--account", "partner", "--yes");
  const refused = await run(ask);
  expect(refused).toMatchObject({ exitCode: 3 });
  expect(refused.stdout).toContain("KEY_INACTIVE");
  await json("keys", "activate", key, "--account", "partner");
  expect(await run(ask)).toMatchObject({ exitCode: 0 });

  // The token is wanted by whoever asks to have it shown, and by nobody else.
  const renewed = await run(["keys", "renew", key, "--account", "partner"]);
  expect(renewed.stdout).toMatch(/^token +lkt_\w{49}$/m);
  await json("keys", "complete-renewal", key, "--account", "partner", "--yes");
  expect(await run(ask)).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining("INVALID_CREDENTIALS") as string,
  });
  const audit = await json<{ items: { action: string }[] }>("audit", "list", "--account", "partner");
  expect(audit.items.map(({ action }) => action)).toContain("key.deactivated");
});

it("binds a key and an external key to networks, and says from where each may be used", async () => {
  const { folder, run, json } = await running();
  for (const account of ["shop", "partner"]) await json("accounts", "create", account);
  const tokenFile = join(folder, "bound.token");
  const generate = ["keys", "generate", "Orders", "--account", "partner", "--save-token", tokenFile];
  const made = await run([...generate, "--network", "203.0.113.77/24", "--network", "2001:DB8::/32"]);
  expect(made.stdout).toMatch(/^used from +203\.0\.113\.0\/24, 2001:db8::\/32$/m);
  const key = /^key +(lk-partner-\w{12})$/m.exec(made.stdout)?.[1] ?? "";
  const added = await run(["external-keys", "add", key, "--account", "shop", "--name", "Orders", "--network", "::1"]);
  expect(added.stdout).toMatch(/^used from +::1\/128$/m);
  const ask = (...more: string[]) => run(["verify", key, "--account", "shop", "--api-token-file", tokenFile, ...more]);
  expect(await ask("--ip", "203.0.113.9")).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining("IP_DENIED") as string,
  });
  const edit = (group: string, account: string, ...more: string[]) =>
    json<{ allowedNetworks: string[] }>(group, "edit", key, "--account", account, ...more);
  expect((await edit("external-keys", "shop", "--no-networks")).allowedNetworks).toEqual([]);
  expect(await ask("--ip", "203.0.113.9")).toMatchObject({ exitCode: 0 });
  expect(await ask()).toMatchObject({ exitCode: 3 });
  expect((await edit("keys", "partner", "--network", "198.51.100.7")).allowedNetworks).toEqual(["198.51.100.7/32"]);
  expect((await edit("keys", "partner", "--name", "Same")).allowedNetworks).toEqual(["198.51.100.7/32"]);
  expect((await edit("keys", "partner", "--no-networks")).allowedNetworks).toEqual([]);
  expect((await run(["keys", "show", key, "--account", "partner"])).stdout).toMatch(/^used from +anywhere$/m);
  const bad = await run(["keys", "edit", key, "--account", "partner", "--network", "office"]);
  expect(bad).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("/allowedNetworks/0") as string });
});

it("answers who asks as what they are, and says in one line what the service refused", async () => {
  const { folder, run, json } = await running();
  await json("accounts", "create", "acme");
  const made = await json<{ key: string; token: string }>(
    "keys",
    "generate",
    "Reader",
    "--account",
    "acme",
    "--role",
    "user-administrator-restricted",
  );
  const asKey = { LATCHKEY_API_KEY: made.key, LATCHKEY_API_TOKEN: made.token };
  expect(await run(["keys", "list", "--account", "acme"], asKey)).toMatchObject({ exitCode: 0 });
  const foreign = await run(["accounts", "create", "other"], asKey);
  expect(foreign.exitCode).toBe(1);
  expect(foreign.stderr).toMatch(/^latchkey: .+ \(FORBIDDEN, .*request [\w-]+\)\n$/);
  const unknown = await run(["keys", "generate", "X", "--account", "acme", "--role", "nobody-has-this"]);
  expect(unknown).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("UNKNOWN_ROLE") as string });
  expect(await run(["accounts", "list"], {})).toMatchObject({ exitCode: 2 });

  await writeFile(join(folder, "operator.txt"), `${OPERATOR_TOKEN}\n`, { mode: 0o600 });
  const fromFile = ["users", "add", "ana@acme.example", "--account", "acme", "--name", "Ana", "--role", "owner"];
  expect(await run([...fromFile, "--token-file", join(folder, "operator.txt")], {})).toMatchObject({ exitCode: 0 });
  const users = await json<{ items: { id: string }[] }>("users", "list", "--account", "acme");
  await json("users", "edit", users.items[0]?.id ?? "", "--account", "acme", "--name", "Ana Lima");
  expect((await run(["users", "end-sessions", users.items[0]?.id ?? "", "--account", "acme"])).exitCode).toBe(0);
  const last = await run(["users", "remove", users.items[0]?.id ?? "", "--account", "acme", "--yes"]);
  expect(last).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("LAST_OWNER") as string });
  const invited = await run(["users", "invite", "bo@acme.example", "--account", "acme"]);
  expect(invited.stdout).toMatch(/^link +http:\/\/\S+#lki_\w+$/m);

  await json("roles", "create", "Order reader", "--account", "acme", "--resource", "oms.view-order");
  await json("roles", "edit", "order-reader", "--account", "acme", "--description", "For reports");
  expect((await run(["roles", "list", "--account", "acme", "--search", "Order reader"])).stdout).toContain(
    "For reports",
  );
  expect((await run(["roles", "delete", "order-reader", "--account", "acme", "--yes"])).exitCode).toBe(0);

  const service = await json<{ id: string; token: string }>("service-keys", "generate", "orders-api");
  expect(service.token).toMatch(/^lks_\w{49}$/);
  expect((await run(["service-keys", "delete", service.id, "--yes"])).exitCode).toBe(0);

  const begins = { xlsx: "PK", csv: "tab,id,keyName,", json: "{" };
  for (const [format, beginning] of Object.entries(begins)) {
    const file = join(folder, `keys.${format}`);
    expect(await run(["export", file, "--account", "acme"])).toMatchObject({ exitCode: 0 });
    const content = await readFile(file);
    expect(
      content
        .toString("latin1")
        .replace(/^\W+(?=Ta)/, "")
        .startsWith(beginning),
    ).toBe(true);
    expect(content.toString("latin1")).not.toContain(made.token);
  }
});

it("doctor finds a sound installation sound, changes nothing, and says what to mend in a broken one", async () => {
  const { folder, url, run } = await running();
  const doctor = (environment: Readonly<Record<string, string>> = {}, ...options: string[]) =>
    run(["doctor", ...options], {
      LATCHKEY_DATA_DIR: folder,
      LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
      LATCHKEY_URL: url,
      ...environment,
    });
  const sound = await doctor({}, "--audit");
  expect(sound).toMatchObject({ exitCode: 0, stderr: "" });
  expect(sound.stdout).not.toMatch(/warning|PROBLEM/);
  for (const about of [
    "configuration",
    "data directory",
    "database",
    "schema",
    "secret",
    "catalog",
    "service",
    "clock",
    "audit",
  ]) {
    expect(sound.stdout).toContain(`ok       ${about}: `);
  }
  await chmod(folder, 0o755);
  const open = await doctor();
  expect(open).toMatchObject({ exitCode: 1 });
  expect(open.stdout).toContain(`-> chmod 700 ${folder}`);
  await chmod(folder, 0o700);

  const broken = await doctor(
    { LATCHKEY_SECRET: "not the secret of this database, but long enough", LATCHKEY_PUBLIC_URL: "http://keys.invalid" },
    "--json",
  );
  expect(broken.exitCode).toBe(1);
  const { findings } = JSON.parse(broken.stdout) as { findings: { level: string; about: string }[] };
  expect(findings.filter(({ level }) => level === "problem").map(({ about }) => about)).toEqual([
    "public URL",
    "secret",
  ]);
  expect(broken.stdout).not.toContain("not the secret of");

  const bad = await doctor({ PORT: "many" });
  expect(bad).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^PROBLEM +configuration: PORT /) as string });
  const nothing = await doctor({
    LATCHKEY_DATABASE_URL: "postgres://127.0.0.1:1/none",
    LATCHKEY_URL: "http://127.0.0.1:1",
  });
  expect(nothing).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("PROBLEM  database: ") as string });
  expect(nothing.stdout).toContain("warning  service: nothing answers");
});

it("what a restore has quarantined is decided by the command, key by key", async () => {
  const secret = "a-server-secret-of-the-command-s-own-tests";
  const before = await running({ folder: await temporaryFolder(), secret });
  await before.json("accounts", "create", "shop");
  await before.json("accounts", "create", "partner");
  const generate = (account: string) => before.json<{ key: string }>("keys", "generate", "ERP", "--account", account);
  const own = (await generate("shop")).key;
  const external = (await generate("partner")).key;
  await before.json("external-keys", "add", external, "--account", "shop", "--name", "Partner");
  const none = await before.run(["quarantine", "keep", own, "--account", "shop", "--yes"]);
  expect(none).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("is not quarantined") as string });
  const file = join(before.folder, "backup.gz");
  const environment = { LATCHKEY_DATA_DIR: before.folder, LATCHKEY_SECRET: secret };
  expect(await latchkey(["backup", file], environment).exited).toBe(0);
  await before.server.stop("SIGTERM");

  const folder = await temporaryFolder();
  const restore = ["restore", file, "--quarantine-all"];
  expect(await latchkey(restore, { LATCHKEY_DATA_DIR: folder, LATCHKEY_SECRET: secret }).exited).toBe(0);
  const { json, run } = await running({ folder, secret });
  const waiting = await run(["quarantine", "list", "--account", "shop"]);
  expect(waiting.stdout).toMatch(new RegExp(`^${own} +generated +ERP`, "m"));
  expect(waiting.stdout).toMatch(new RegExp(`^${external} +external +Partner +partner`, "m"));
  const asks = await run(["quarantine", "release", own, "--account", "shop"]);
  expect(asks).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--yes is needed") as string });
  const released = await json("quarantine", "release", own, "--account", "shop", "--yes");
  expect(released).toMatchObject({ key: own, status: "active", quarantined: false });
  const left = await json("quarantine", "keep", external, "--account", "shop", "--yes");
  expect(left).toMatchObject({ key: external, suspendedHere: true, quarantined: false });
  expect(await json("quarantine", "list", "--account", "shop")).toMatchObject({ items: [], total: 0 });
  expect(await run(["quarantine", "keep", "lk-nobody-00000000000R", "--account", "shop", "--yes"])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("UNKNOWN_KEY") as string,
  });
});

it("the catalog, an account's settings and its webhooks go by the command, and a webhook's secret to where it is sent", async () => {
  const { folder, json, run } = await running();
  await json("accounts", "create", "acme");
  const shown = await run(["catalog", "show"]);
  expect(shown.stdout).toMatch(/^oms\.view-order +/m);
  expect(await json("catalog", "show")).toMatchObject({ products: expect.any(Array) as unknown[] });
  const file = join(folder, "catalog.json");
  await writeFile(file, "{");
  const damaged = await run(["catalog", "import", file, "--yes"]);
  expect(damaged).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("is not JSON") as string });
  const resources = [{ key: "wms.move", name: "Move stock" }];
  const products = [{ id: "wms", name: "Warehouse", categories: [{ id: "stock", name: "Stock", resources }] }];
  await writeFile(file, JSON.stringify({ products, roles: [] }));
  expect((await run(["catalog", "import", file, "--yes"])).stdout).toMatch(/^The catalog has \d+ resources\.$/m);
  expect((await run(["catalog", "show"])).stdout).toMatch(/^wms\.move +Move stock +Warehouse +Stock$/m);

  const edit = ["key-settings", "edit", "--account", "acme"];
  expect(await json(...edit, "--renewal-months", "6")).toMatchObject({ renewalMonths: 6, enforcement: "alert" });
  expect((await run(["key-settings", "show", "--account", "acme"])).stdout).toContain("after 6 months");
  expect(await run(edit)).toMatchObject({ exitCode: 2 });

  const secretFile = join(folder, "hook.secret");
  const add = ["webhooks", "add", "https://hooks.example.com/latchkey", "--account", "acme", "--event", "key.deleted"];
  const added = await json<{ id: string }>(...add, "--save-secret", secretFile);
  const secret = (await readFile(secretFile, "utf8")).trim();
  expect(secret).toMatch(/^whsec_/);
  expect((await stat(secretFile)).mode & 0o777).toBe(0o600);
  expect(added).not.toHaveProperty("secret");
  expect((await run(["webhooks", "add", "http://127.0.0.1/", "--account", "acme"])).exitCode).toBe(1);
  const { id } = added;
  expect((await run(["webhooks", "list", "--account", "acme"])).stdout).toMatch(/ key\.deleted +active +never/);
  expect(await json("webhooks", "edit", id, "--account", "acme", "--all-events")).toMatchObject({ events: null });
  const rotated = await run(["webhooks", "rotate-secret", id, "--account", "acme", "--overlap-hours", "0"]);
  expect(rotated.stdout).toMatch(/^secret +whsec_/m);
  expect(rotated.stdout).not.toContain(secret);
  expect((await run(["webhooks", "test", id, "--account", "acme"])).exitCode).toBe(0);
  const deliveries = await json<{ items: { id: string }[] }>("webhooks", "deliveries", id, "--account", "acme");
  expect(deliveries.items).toHaveLength(1);
  const replay = ["webhooks", "replay", id, deliveries.items[0]?.id ?? "", "--account", "acme"];
  expect(await json(...replay)).toMatchObject({ id: deliveries.items[0]?.id });
  expect((await run(["webhooks", "delete", id, "--account", "acme", "--yes"])).exitCode).toBe(0);
  expect(await json("webhooks", "list", "--account", "acme")).toMatchObject({ total: 0 });
});
