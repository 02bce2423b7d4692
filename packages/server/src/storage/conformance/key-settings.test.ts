import { beforeEach, describe, expect, test } from "vitest";
import type { RenewalMonths } from "../../domain/key-settings.ts";
import type { TimeSpan } from "../../domain/months.ts";
import type { RenewalAlert, WarningMark } from "../../domain/token-age.ts";
import type { KeyAgeFilter, KeyFilter } from "../store.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  apiToken,
  collect,
  externalKey,
  firstPage,
  openTestStore,
  START_MS,
  type TestStore,
  write,
} from "./test-store.ts";

const everything: readonly TimeSpan[] = [{ fromMs: 0, toMs: START_MS }];

describe.each(engineNames)("settings of keys on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      for (const one of ["acme", "zoom", "credipay"]) await tx.accounts.insert(account(one));
    });
  });

  test("are the defaults until an account decides otherwise, for itself alone", async () => {
    const { keySettings } = store.reads;
    expect(await keySettings.find("acme")).toEqual({ renewalMonths: 3, enforcement: "alert" });
    await write(store, (tx) => tx.keySettings.set("acme", { renewalMonths: 6, enforcement: "alert" }));
    await write(store, (tx) => tx.keySettings.set("zoom", { renewalMonths: 3, enforcement: "expire" }));
    expect(await keySettings.find("acme")).toEqual({ renewalMonths: 6, enforcement: "alert" });
    expect(await keySettings.find("credipay")).toEqual({ renewalMonths: 3, enforcement: "alert" });
    expect(await keySettings.enforcing()).toEqual([{ account: "zoom", months: 3 }]);
    await write(store, (tx) => tx.keySettings.set("acme", { renewalMonths: 6, enforcement: "expire" }));
    await write(store, (tx) => tx.keySettings.set("zoom", { renewalMonths: 6, enforcement: "alert" }));
    expect(await keySettings.enforcing()).toEqual([{ account: "acme", months: 6 }]);
  });

  test("belong to an account that there is, and are one of those that there are", async () => {
    const set = (account: string, settings: object) =>
      write(store, (tx) => tx.keySettings.set(account, settings as never));
    await expect(set("nobody", { renewalMonths: 3, enforcement: "alert" })).rejects.toThrow(/foreign key/i);
    await expect(set("acme", { renewalMonths: 4, enforcement: "alert" })).rejects.toThrow(/check/i);
    await expect(set("acme", { renewalMonths: 3, enforcement: "maybe" })).rejects.toThrow(/check/i);
  });

  test("say whose tokens are to be told of, each alert once and the more urgent for both", async () => {
    const { keys } = store.reads;
    await write(store, async (tx) => {
      await tx.keySettings.set("zoom", { renewalMonths: 6, enforcement: "alert" });
      await tx.keySettings.set("credipay", { renewalMonths: 3, enforcement: "expire" });
      for (const owner of ["acme", "zoom", "credipay"]) {
        await tx.keys.insert(apiKey(owner, `lk-${owner}`));
        await tx.keys.insertToken(apiToken(`lk-${owner}`, `${owner}-old`, { createdAtMs: START_MS - 10 }));
      }
      await tx.keys.insertToken(apiToken("lk-acme", "acme-new", { createdAtMs: START_MS, state: "renewed" }));
    });
    const untold = async (alert: RenewalAlert, months: RenewalMonths, limit = 10, within = everything) =>
      (await keys.untoldTokens({ alert, months, within, limit })).map(({ id }) => id);
    expect(await untold("recommended", 3)).toEqual(["acme-old", "acme-new"]);
    expect(await untold("recommended", 3, 1)).toEqual(["acme-old"]);
    expect(await untold("recommended", 3, 10, [{ fromMs: 0, toMs: START_MS - 10 }])).toEqual(["acme-old"]);
    expect(await untold("overdue", 6)).toEqual(["zoom-old"]);

    const mark = async (id: string, alert: RenewalAlert) =>
      (await write(store, (tx) => tx.keys.markAlertTold(id, alert))).value;
    expect([await mark("acme-old", "recommended"), await mark("acme-old", "recommended")]).toEqual([true, false]);
    expect(await untold("recommended", 3)).toEqual(["acme-new"]);
    expect(await untold("overdue", 3)).toEqual(["acme-old", "acme-new"]);
    expect([await mark("acme-old", "overdue"), await mark("acme-old", "overdue")]).toEqual([true, false]);
    expect(await mark("acme-old", "recommended")).toBe(false);
    expect(await untold("overdue", 3)).toEqual(["acme-new"]);
    expect(await mark("none", "overdue")).toBe(false);
  });

  describe("and keys by the age of their tokens", () => {
    const made = (key: string, ...times: number[]) =>
      write(store, async (tx) => {
        await tx.keys.insert(apiKey("acme", key));
        for (const [index, createdAtMs] of times.entries()) {
          const state = index === 0 ? "current" : "renewed";
          await tx.keys.insertToken(apiToken(key, `${key}-${index}`, { createdAtMs, state }));
        }
      });

    beforeEach(async () => {
      await made("lk-acme-1", 10);
      await made("lk-acme-2", 20, 40);
      await made("lk-acme-3", 40);
      await made("lk-acme-4");
      await made("lk-acme-5", 30);
      await write(store, async (tx) => {
        await tx.keys.insert(apiKey("zoom", "lk-zoom-1"));
        await tx.keys.insertToken(apiToken("lk-zoom-1", "z", { createdAtMs: 10 }));
        await tx.keys.update("acme", "lk-acme-5", { status: "inactive" });
        await tx.keys.insert(apiKey("acme", "lk-acme-6"));
        await tx.keys.insertToken(apiToken("lk-acme-6", "gone", { createdAtMs: 10 }));
        await tx.keys.delete("acme", "lk-acme-6");
      });
    });

    test("are found and counted, ends of stretches included", async () => {
      const found = async (filter: KeyFilter) => {
        const { items, total } = await store.reads.keys.list("acme", filter, firstPage("createdAt"));
        expect(total).toBe(items.length);
        return items.map(({ key }) => key.at(-1)).join("");
      };
      const spans = (...ends: [fromMs: number, toMs: number][]) => ends.map(([fromMs, toMs]) => ({ fromMs, toMs }));
      const cases: [KeyAgeFilter, string][] = [
        [{}, "12345"],
        [{ someToken: {} }, "1235"],
        [{ noToken: {} }, "4"],
        [{ someToken: { within: spans([0, 20]) } }, "12"],
        [{ someToken: { within: spans([0, 19]) } }, "1"],
        [{ someToken: { within: spans([10, 10], [40, 41]) } }, "123"],
        [{ someToken: { within: [] } }, ""],
        [{ someToken: { outside: [] } }, "1235"],
        [{ someToken: { outside: spans([0, 20]) } }, "235"],
        [{ someToken: { within: spans([0, 30]), outside: spans([0, 20]) } }, "5"],
        [{ someToken: { within: spans([0, 30]) }, noToken: { outside: spans([0, 30]) } }, "15"],
        [{ someToken: { within: spans([0, 30]) }, noToken: { outside: spans([0, 30]) }, status: "active" }, "1"],
        [{ noToken: { within: spans([0, 35]) } }, "34"],
      ];
      for (const [filter, keys] of cases) expect({ filter, keys: await found(filter) }).toEqual({ filter, keys });
      expect(await found({ search: "acme-2", someToken: { within: spans([0, 30]) } })).toBe("2");
      expect(
        await store.reads.keys.count(
          "acme",
          cases.map(([filter]) => filter),
        ),
      ).toEqual(cases.map(([, keys]) => keys.length));
      expect(await store.reads.keys.count("credipay", [{}, { noToken: {} }])).toEqual([0, 0]);
    });

    test("are told of once, until the token, the months or what is to be told is another", async () => {
      const aged = async (within = everything) => {
        const pages = await collect(store.reads.keys.agedTokens("acme", 3, within));
        return pages.flat().map(({ id, told }) => `${id} ${told}`);
      };
      const tell = async (id: string, months: RenewalMonths, mark: WarningMark) =>
        (await write(store, (tx) => tx.keys.markTold(id, months, mark))).value;

      expect(await aged([{ fromMs: 0, toMs: 20 }])).toEqual(["lk-acme-1-0 null", "lk-acme-2-0 null"]);
      expect(await tell("lk-acme-1-0", 3, 30)).toBe(true);
      expect(await tell("lk-acme-1-0", 3, 30)).toBe(false);
      expect(await tell("lk-acme-1-0", 6, 30)).toBe(true);
      expect(await tell("lk-acme-2-0", 3, 0)).toBe(true);
      expect(await tell("lk-acme-2-0", 3, 7)).toBe(false);
      expect(await tell("lk-acme-2-0", 3, 0)).toBe(false);
      expect(await aged()).toEqual(["lk-acme-1-0 30", "lk-acme-2-1 null", "lk-acme-3-0 null", "lk-acme-5-0 null"]);
      expect(await tell("lk-acme-1-0", 3, 1)).toBe(true);
      expect(await tell("lk-acme-1-0", 3, 7)).toBe(false);
      expect((await aged())[0]).toBe("lk-acme-1-0 1");
      // A token that is gone is told of no more, and leaves nothing.
      expect(await tell("no-such-token", 3, 30)).toBe(false);
      await write(store, (tx) => tx.keys.delete("acme", "lk-acme-1"));
      expect(await tell("lk-acme-1-0", 3, 0)).toBe(false);
      const rows = await store.engine.reader
        .selectFrom("token_warnings" as never)
        .selectAll()
        .execute();
      expect(rows).toEqual([{ token_id: "lk-acme-2-0", months: 3, days_left: 0 }]);
    });
  });

  test("come with a walk over all keys, in pages that see what is there when their turn comes", async () => {
    const count = 1_203;
    const keyAt = (index: number) => `lk-acme-${String(index).padStart(5, "0")}`;
    await write(store, async (tx) => {
      await tx.keys.insert(apiKey("zoom", "lk-zoom-1"));
      for (let index = 0; index < count; index++) {
        await tx.keys.insert(apiKey("acme", keyAt(index)));
        await tx.externalKeys.insert(externalKey("credipay", keyAt(index)));
      }
      await tx.keys.setRoles("acme", keyAt(7), ["b", "a"]);
      await tx.keys.insertToken(apiToken(keyAt(7), "t"));
      await tx.keys.delete("acme", keyAt(3));
    });
    const found: string[] = [];
    let pages = 0;
    for await (const page of store.reads.keys.all("acme")) {
      expect(page.length).toBeLessThanOrEqual(100);
      found.push(...page.map(({ key }) => key));
      if (++pages > 1) continue;
      expect(await store.reads.keys.find("acme", keyAt(7))).toMatchObject(page[6] ?? {});
      expect(page[6]?.tokens).toHaveLength(1);
      // Between two pages nothing is held: what changes then is seen, and nothing comes twice or is left out.
      await write(store, async (tx) => {
        await tx.keys.delete("acme", keyAt(1_000));
        await tx.keys.insert(apiKey("acme", `${keyAt(20)}x`));
        await tx.keys.insert(apiKey("acme", `${keyAt(1_100)}x`));
      });
    }
    const expected = Array.from({ length: count }, (_, index) => keyAt(index)).filter(
      (key) => key !== keyAt(3) && key !== keyAt(1_000),
    );
    expect(found).toEqual([...expected, `${keyAt(1_100)}x`].toSorted());
    const external = await collect(store.reads.externalKeys.all("credipay", START_MS));
    expect(external.map((page) => page.length)).toEqual([...Array<number>(12).fill(100), 3]);
    expect(external.flat()[0]).toEqual(await store.reads.externalKeys.find("credipay", keyAt(0), START_MS));
    expect(external.flat()[3]?.statusReason).toBe("owner-deleted");
    expect(await collect(store.reads.keys.all("credipay"))).toEqual([]);
    expect(await collect(store.reads.externalKeys.all("acme", START_MS))).toEqual([]);
  });
});
