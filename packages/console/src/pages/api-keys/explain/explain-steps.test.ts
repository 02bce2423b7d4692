import { expect, test } from "vitest";
import type { Explanation } from "../../../api/explain.ts";
import { explainSteps } from "./explain-steps.ts";

type Reason = Explanation["reasons"][number];

const OWNERS: ReadonlySet<string> = new Set(["INVALID_CREDENTIALS", "OWNER_SUSPENDED", "KEY_INACTIVE"]);

function explanation(external: boolean | null, ...codes: Reason["code"][]): Explanation {
  const reasons = codes.map((code): Reason => ({ code, side: OWNERS.has(code) ? "owner" : "host", text: code }));
  const code = codes[0] ?? "VALID";
  return { allowed: code === "VALID", code, reasons, external, openedBy: [] };
}

const shown = (...parts: Parameters<typeof explainSteps>) =>
  explainSteps(...parts).map(({ id, code, isAnswer }) => `${id} ${code ?? "passes"}${isAnswer ? " answers" : ""}`);

test("a key of its own that is let in passes everything", () => {
  expect(shown(explanation(false, "VALID"), true)).toEqual([
    "token passes",
    "account passes",
    "key passes",
    "network passes",
    "resource passes",
  ]);
});

test("all that stands in the way is shown, and which of it is answered", () => {
  expect(shown(explanation(false, "KEY_INACTIVE", "RESOURCE_DENIED"), true)).toEqual([
    "token passes",
    "account passes",
    "key KEY_INACTIVE answers",
    "network passes",
    "resource RESOURCE_DENIED",
  ]);
});

test("what the owner of an external key has done is one step", () => {
  for (const code of ["INVALID_CREDENTIALS", "OWNER_SUSPENDED", "KEY_INACTIVE"] as const) {
    expect(shown(explanation(true, code, "EXTERNAL_KEY_EXPIRED"), false)).toEqual([
      `owner ${code} answers`,
      "account passes",
      "here passes",
      "time EXTERNAL_KEY_EXPIRED",
    ]);
  }
});

test("networks are one step, which says on whose side they refuse; unknown where the owner's side says something else", () => {
  const refused = {
    ...explanation(true, "IP_DENIED"),
    reasons: [{ code: "IP_DENIED", side: "owner", text: "" } as const],
  };
  expect(explainSteps(refused, false).at(-1)).toEqual({
    id: "network",
    code: "IP_DENIED",
    side: "owner",
    isAnswer: true,
  });
  expect(shown(explanation(true, "VALID"), false).at(-1)).toBe("network passes");
  expect(shown(explanation(true, "KEY_INACTIVE", "IP_DENIED"), false).at(-1)).toBe("network IP_DENIED");
  expect(shown(explanation(true, "KEY_INACTIVE"), false).at(-1)).toBe("time passes");
});

test("of a key that isn't the account's there is nothing else to say", () => {
  expect(shown(explanation(null, "NOT_ADMITTED"), true)).toEqual(["known NOT_ADMITTED answers"]);
});
