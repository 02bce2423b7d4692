import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sealedText, type StoredAuditEvent } from "./audit-event.ts";

type Sealed = Omit<StoredAuditEvent, "mac" | "secretId">;

const EVENT: Sealed = {
  account: "acme",
  actor: { kind: "key", id: "lk-zoom-1", name: "ERP", owner: "zoom" },
  action: "external-key.changed",
  target: "lk-zoom-1",
  counterpart: "zoom",
  before: { name: "A", roles: ["x", "y"] },
  after: { name: "B", roles: [] },
  sequence: 7,
  atMs: 1_795_435_200_000,
  requestId: "request-1",
  ip: "192.0.2.1",
};

/** The same content with the names of every object in another order, as a database may give it back. */
function reversed<T>(value: T): T {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, part]) => [name, reversed<unknown>(part)]),
  ) as T;
}

describe("what is sealed", () => {
  test("is this text, or no chain of any installation verifies any more", () => {
    expect(sealedText("previous", EVENT)).toBe(
      '["previous","acme",7,1795435200000,' +
        '"{\\"id\\":\\"lk-zoom-1\\",\\"kind\\":\\"key\\",\\"name\\":\\"ERP\\",\\"owner\\":\\"zoom\\"}",' +
        '"external-key.changed","lk-zoom-1","zoom",' +
        '"{\\"name\\":\\"A\\",\\"roles\\":[\\"x\\",\\"y\\"]}","{\\"name\\":\\"B\\",\\"roles\\":[]}",' +
        '"request-1","192.0.2.1"]',
    );
  });

  test("doesn't depend on the order in which fields come back, and survives being stored as JSON", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    const fields = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("2", "10", "__proto__")), value);
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const event = { ...EVENT, before, after };
        const text = sealedText("previous", event);
        expect(sealedText("previous", reversed(event))).toBe(text);
        expect(sealedText("previous", JSON.parse(JSON.stringify(event)) as Sealed)).toBe(text);
      }),
    );
  });

  test.each<[string, Partial<Record<keyof Sealed, unknown>>]>([
    ["the account", { account: "zoom" }],
    ["the actor", { actor: { kind: "user", id: "lk-zoom-1", name: "ERP" } }],
    ["the action", { action: "external-key.removed" }],
    ["the target", { target: "lk-zoom-2" }],
    ["the counterpart", { counterpart: undefined }],
    ["what it was", { before: undefined }],
    ["the order of a list in it", { before: { name: "A", roles: ["y", "x"] } }],
    ["what it became", { after: { name: "B", roles: null } }],
    ["its place", { sequence: 8 }],
    ["its time", { atMs: 1 }],
    ["the request", { requestId: null }],
    ["the address", { ip: null }],
  ])("changes with %s", (_what, fields) => {
    expect(sealedText("previous", { ...EVENT, ...fields } as Sealed)).not.toBe(sealedText("previous", EVENT));
  });

  test("changes with the event before", () => {
    expect(sealedText("other", EVENT)).not.toBe(sealedText("previous", EVENT));
  });

  test("says whose field a text is: moving a part from one to the next shows", () => {
    const moved = { ...EVENT, target: 'lk-zoom-1","zoom', counterpart: "" };
    expect(sealedText("", moved)).not.toBe(sealedText("", { ...EVENT, target: "lk-zoom-1", counterpart: 'zoom",""' }));
    expect(sealedText("", { ...EVENT, requestId: "null", ip: null })).not.toBe(
      sealedText("", { ...EVENT, requestId: null, ip: "null" }),
    );
  });
});
