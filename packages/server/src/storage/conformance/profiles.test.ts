import { beforeEach, describe, expect, test } from "vitest";
import { engineNames } from "../test-database.ts";
import { openTestStore, START_MS, type TestStore, write } from "./test-store.ts";

const ANA = { id: "u-ana", email: "ana@acme.example", name: "Ána" };
const BO = { id: "u-bo", email: "bo@acme.example", name: "Bo" };
const SECRET = { bytes: Uint8Array.of(1, 2, 3), secretId: "secret-1" };
const ISSUER = "https://login.example";

const digest = (byte: number, secretId = "secret-1") => ({ bytes: new Uint8Array(32).fill(byte), secretId });

describe.each(engineNames)("profiles on %s", (name) => {
  let store: TestStore;

  const profileOf = (id: string) => store.reads.profiles.find(id);

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      await tx.users.insert(ANA, "$argon2id$one", true);
      await tx.users.insert(BO, null);
    });
  });

  test("begin without language and second factor, by id and by email", async () => {
    const ana = { ...ANA, language: null, passwordHash: "$argon2id$one", twoFactor: null, isProven: true };
    expect(await profileOf(ANA.id)).toEqual(ana);
    expect(await store.reads.profiles.findByEmail(ANA.email)).toEqual(ana);
    const bo = { ...BO, language: null, passwordHash: null, twoFactor: null, isProven: false };
    expect(await profileOf(BO.id)).toEqual(bo);
    expect(await profileOf("nobody")).toBeUndefined();
    expect(await store.reads.profiles.findByEmail("nobody@acme.example")).toBeUndefined();
  });

  test("have a language and a password, which can be replaced and taken away", async () => {
    await write(store, async (tx) => {
      await tx.profiles.setLanguage(ANA.id, "pt-BR");
      await tx.profiles.setPassword(ANA.id, "$argon2id$two");
      await tx.profiles.setPassword(BO.id, "$argon2id$bo");
    });
    expect(await profileOf(ANA.id)).toMatchObject({ language: "pt-BR", passwordHash: "$argon2id$two" });
    expect(await profileOf(BO.id)).toMatchObject({ language: null, passwordHash: "$argon2id$bo" });
    await write(store, async (tx) => {
      await tx.profiles.setLanguage(ANA.id, null);
      await tx.profiles.setPassword(ANA.id, null);
    });
    expect(await profileOf(ANA.id)).toMatchObject({ language: null, passwordHash: null });
    expect(await profileOf(BO.id)).toMatchObject({ passwordHash: "$argon2id$bo" });
  });

  test("are proven or not, whatever else is theirs", async () => {
    await write(store, async (tx) => {
      await tx.profiles.setProven(ANA.id, false);
      await tx.profiles.setProven(BO.id, true);
      await tx.profiles.setPassword(BO.id, "$argon2id$bo");
    });
    expect(await profileOf(ANA.id)).toMatchObject({ isProven: false, passwordHash: "$argon2id$one" });
    expect(await profileOf(BO.id)).toMatchObject({ isProven: true, passwordHash: "$argon2id$bo" });
  });

  test("have a second factor from its beginning on, confirmed or not, and another in its place", async () => {
    await write(store, (tx) => tx.profiles.startTwoFactor(ANA.id, SECRET));
    const begun = { secret: SECRET, startedAtMs: START_MS, confirmedAtMs: null, recoveryCodesLeft: 0 };
    expect(await profileOf(ANA.id)).toMatchObject({ twoFactor: begun });
    store.clock.nowMs += 1_000;
    const other = { bytes: Uint8Array.of(9), secretId: "secret-2" };
    await write(store, (tx) => tx.profiles.startTwoFactor(ANA.id, other));
    await write(store, async (tx) => {
      await tx.profiles.confirmTwoFactor(ANA.id, 10);
      await tx.profiles.setRecoveryCodes(ANA.id, [digest(1), digest(2)]);
    });
    const atMs = START_MS + 1_000;
    expect((await profileOf(ANA.id))?.twoFactor).toEqual({
      secret: other,
      startedAtMs: atMs,
      confirmedAtMs: atMs,
      recoveryCodesLeft: 2,
    });
    expect((await profileOf(BO.id))?.twoFactor).toBeNull();
  });

  test("lose their recovery codes with their second factor", async () => {
    await write(store, async (tx) => {
      await tx.profiles.startTwoFactor(ANA.id, SECRET);
      await tx.profiles.setRecoveryCodes(ANA.id, [digest(1)]);
      await tx.profiles.deleteTwoFactor(ANA.id);
    });
    expect((await profileOf(ANA.id))?.twoFactor).toBeNull();
    await write(store, (tx) => tx.profiles.startTwoFactor(ANA.id, SECRET));
    expect((await profileOf(ANA.id))?.twoFactor).toMatchObject({ recoveryCodesLeft: 0 });
  });

  test("have recovery codes that are taken once, by their person, and all replaced at once", async () => {
    await write(store, async (tx) => {
      for (const { id } of [ANA, BO]) await tx.profiles.startTwoFactor(id, SECRET);
      await tx.profiles.setRecoveryCodes(ANA.id, [digest(1), digest(2)]);
      await tx.profiles.setRecoveryCodes(BO.id, [digest(3)]);
    });
    const take = async (userId: string, code: { bytes: Uint8Array; secretId: string }) =>
      (await write(store, (tx) => tx.profiles.takeRecoveryCode(userId, code))).value;
    expect(await take(ANA.id, digest(3))).toBe(false);
    expect(await take(ANA.id, digest(1, "secret-2"))).toBe(false);
    expect(await take(ANA.id, digest(1))).toBe(true);
    expect(await take(ANA.id, digest(1))).toBe(false);
    expect((await profileOf(ANA.id))?.twoFactor).toMatchObject({ recoveryCodesLeft: 1 });
    await write(store, (tx) => tx.profiles.setRecoveryCodes(ANA.id, [digest(4), digest(5), digest(6)]));
    expect(await take(ANA.id, digest(2))).toBe(false);
    expect((await profileOf(ANA.id))?.twoFactor).toMatchObject({ recoveryCodesLeft: 3 });
    expect((await profileOf(BO.id))?.twoFactor).toMatchObject({ recoveryCodesLeft: 1 });
  });

  test("are linked to one subject of a provider each, and found by it", async () => {
    await write(store, async (tx) => {
      await tx.profiles.setProven(ANA.id, false);
      await tx.profiles.link(ANA.id, ISSUER, "subject-1");
    });
    const { findLinked, isLinked } = store.reads.profiles;
    expect(await findLinked(ISSUER, "subject-1")).toMatchObject({ id: ANA.id, passwordHash: "$argon2id$one" });
    expect(await findLinked(ISSUER, "subject-2")).toBeUndefined();
    expect(await findLinked("https://other.example", "subject-1")).toBeUndefined();
    expect(await isLinked(ANA.id, ISSUER)).toBe(true);
    expect(await isLinked(ANA.id, "https://other.example")).toBe(false);
    expect(await isLinked(BO.id, ISSUER)).toBe(false);
    for (const [userId, subject] of [
      [BO.id, "subject-1"],
      [ANA.id, "subject-2"],
    ] as const) {
      const again = write(store, (tx) => tx.profiles.link(userId, ISSUER, subject));
      await expect(again).rejects.toSatisfy((error) => store.engine.isUniqueViolation(error));
    }
    expect(await profileOf(ANA.id)).toMatchObject({ isProven: true });
    expect(await profileOf(BO.id)).toMatchObject({ isProven: false });
  });

  test("are forgotten with all that belongs to them", async () => {
    await write(store, async (tx) => {
      await tx.profiles.startTwoFactor(ANA.id, SECRET);
      await tx.profiles.setRecoveryCodes(ANA.id, [digest(1)]);
      await tx.profiles.link(ANA.id, ISSUER, "subject-1");
    });
    await store.signIns.addPending(digest(7), ANA.id, START_MS + 1, START_MS);
    await write(store, (tx) => tx.users.delete(ANA.id));
    expect(await store.reads.profiles.findLinked(ISSUER, "subject-1")).toBeUndefined();
    expect(await store.signIns.findPending(digest(7), START_MS)).toBeUndefined();
  });
});

describe.each(engineNames)("sessions on %s", (name) => {
  let store: TestStore;

  const addSession = async (id: string, userId: string, fields: object = {}) => {
    const times = { created_at: "2026-11-23T08:00:00.000Z", updated_at: "2026-11-23T08:00:00.000Z" };
    const row = { id, token: id, user_id: userId, expires_at: "2026-12-01T00:00:00.000Z", ...times, ...fields };
    await store.engine.writer
      .insertInto("sessions")
      .values(row as never)
      .execute();
  };

  const idsOf = async (userId: string) => (await store.reads.sessions.list(userId, START_MS)).map(({ id }) => id);

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      await tx.users.insert(ANA, null);
      await tx.users.insert(BO, null);
    });
    await addSession("old", ANA.id);
    await addSession("over", ANA.id, { expires_at: "2026-11-23T12:00:00.000Z" });
    await addSession("new", ANA.id, { created_at: "2026-11-23T09:00:00.000Z", ip_address: "203.0.113.9" });
    await addSession("theirs", BO.id);
  });

  test("that are over are deleted, some at a time", async () => {
    await addSession("over since long", BO.id, { expires_at: "2026-11-01T00:00:00.000Z" });
    expect(await store.signIns.forgetSessions(START_MS, 1)).toBe(1);
    expect(await store.signIns.forgetSessions(START_MS, 10)).toBe(1);
    expect(await store.signIns.forgetSessions(START_MS, 10)).toBe(0);
    const left = await store.engine.reader.selectFrom("sessions").select("id").orderBy("id").execute();
    expect(left.map(({ id }) => id)).toEqual(["new", "old", "theirs"]);
  });

  test("are listed by when they were last seen, but those that are over", async () => {
    const createdAtMs = Date.UTC(2026, 10, 23, 8);
    expect(await store.reads.sessions.list(ANA.id, START_MS)).toEqual([
      {
        id: "new",
        createdAtMs: createdAtMs + 3_600_000,
        lastSeenAtMs: createdAtMs + 3_600_000,
        network: "203.0.113.9",
      },
      { id: "old", createdAtMs, lastSeenAtMs: createdAtMs, network: null },
    ]);
    await store.signIns.seen("old", START_MS - 1);
    const [first] = await store.reads.sessions.list(ANA.id, START_MS);
    expect(first).toEqual({ id: "old", createdAtMs, lastSeenAtMs: START_MS - 1, network: null });
  });

  test("are there, and are ended, for their person alone", async () => {
    const isThere = (userId: string, id: string) => store.reads.sessions.isThere(userId, id, START_MS);
    expect(await isThere(ANA.id, "old")).toBe(true);
    expect(await isThere(ANA.id, "over")).toBe(false);
    expect(await isThere(ANA.id, "theirs")).toBe(false);
    expect((await write(store, (tx) => tx.sessions.end(ANA.id, "theirs"))).value).toBe(false);
    expect((await write(store, (tx) => tx.sessions.end(ANA.id, "old"))).value).toBe(true);
    expect((await write(store, (tx) => tx.sessions.end(ANA.id, "old"))).value).toBe(false);
    expect(await isThere(ANA.id, "old")).toBe(false);
    expect(await idsOf(BO.id)).toEqual(["theirs"]);
  });

  test("are ended all, or all but one, with what waits for a code", async () => {
    await store.signIns.addPending(digest(1), ANA.id, START_MS + 1_000, START_MS);
    await store.signIns.addPending(digest(2), BO.id, START_MS + 1_000, START_MS);
    expect((await write(store, (tx) => tx.sessions.endAll(ANA.id, "new"))).value).toBe(2);
    expect(await idsOf(ANA.id)).toEqual(["new"]);
    expect(await store.signIns.findPending(digest(1), START_MS)).toBeUndefined();
    expect(await store.signIns.findPending(digest(2), START_MS)).toBe(BO.id);
    expect((await write(store, (tx) => tx.sessions.endAll(ANA.id, null))).value).toBe(1);
    expect(await idsOf(ANA.id)).toEqual([]);
    expect(await idsOf(BO.id)).toEqual(["theirs"]);
  });
});

describe.each(engineNames)("sign-ins that wait for a code on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, (tx) => tx.users.insert(ANA, null));
  });

  test("are found until they are over, and forgotten after", async () => {
    const { addPending, findPending } = store.signIns;
    await addPending(digest(1), ANA.id, START_MS + 1_000, START_MS);
    expect(await findPending(digest(1), START_MS + 999)).toBe(ANA.id);
    expect(await findPending(digest(1), START_MS + 1_000)).toBeUndefined();
    expect(await findPending(digest(2), START_MS)).toBeUndefined();
    await addPending(digest(2), ANA.id, START_MS + 9_000, START_MS + 1_000);
    expect(await findPending(digest(1), START_MS)).toBeUndefined();
    expect(await findPending(digest(2), START_MS)).toBe(ANA.id);
  });

  test("are ended by one of many", async () => {
    await store.signIns.addPending(digest(1), ANA.id, START_MS + 1_000, START_MS);
    const ends = await Promise.all(Array.from({ length: 20 }, () => store.signIns.endPending(digest(1))));
    expect(ends.filter(Boolean)).toHaveLength(1);
  });

  test("take each step once, in order, and none before the second factor is confirmed", async () => {
    const { takeStep } = store.signIns;
    await write(store, (tx) => tx.profiles.startTwoFactor(ANA.id, SECRET));
    expect(await takeStep(ANA.id, 99)).toBe(false);
    await write(store, (tx) => tx.profiles.confirmTwoFactor(ANA.id, 10));
    expect(await takeStep(ANA.id, 10)).toBe(false);
    expect(await takeStep(ANA.id, 9)).toBe(false);
    const takes = await Promise.all(Array.from({ length: 20 }, () => takeStep(ANA.id, 11)));
    expect(takes.filter(Boolean)).toHaveLength(1);
    expect(await takeStep("nobody", 12)).toBe(false);
  });

  test("change nothing that followers or logs would see", async () => {
    const { revision } = await store.feed.position();
    await store.signIns.addPending(digest(1), ANA.id, START_MS + 1_000, START_MS);
    await store.signIns.seen("no-session", START_MS);
    expect((await store.feed.position()).revision).toBe(revision);
  });
});
