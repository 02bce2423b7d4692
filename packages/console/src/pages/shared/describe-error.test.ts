import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { expect, test } from "vitest";
import { startI18n } from "../../app/i18n.ts";
import { describeError } from "./describe-error.ts";
import { fieldErrors } from "./form-errors.ts";

const { t } = startI18n("en");
const nameOf = () => "Edit API keys";
const error = (init: Partial<ConstructorParameters<typeof LatchkeyError>[0]>) =>
  new LatchkeyError({ status: 400, code: "SOMETHING", detail: "The service's words.", ...init });

test.each([
  [{ status: 403, code: "FORBIDDEN", resource: "account.edit-api-keys" }, "“Edit API keys” (account.edit-api-keys)"],
  [{ status: 403, code: "ROLE_NOT_HELD", resource: "oms.view-order" }, "gives more than you hold"],
  [{ status: 412, code: "PRECONDITION_FAILED" }, "Somebody else changed this"],
  [{ status: 429, code: "TOO_MANY_LOOKUPS", retryAfterSeconds: 30 }, "30 seconds"],
  [{ status: 429, code: "TOO_MANY_LOOKUPS", retryAfterSeconds: 601 }, "11 minutes"],
  [{ status: 503, code: "STALE" }, "can’t answer right now"],
  [{ status: 0, code: "UNREACHABLE" }, "can’t be reached"],
  [{ status: 422, code: "INVALID_INPUT", errors: [{ path: "/x", message: "is bad" }] }, "Check it and try again"],
  [{ status: 418, code: "NEW_CODE" }, "doesn’t understand"],
  [{ status: 418, code: "toString" }, "doesn’t understand"],
])("an error %j is described", (init, words) => {
  expect(describeError(t, error(init), nameOf).text).toContain(words);
});

test("an error is described with the id of its request; a bug of the console has none", () => {
  expect(describeError(t, error({ requestId: "req-1" }), nameOf).requestId).toBe("req-1");
  expect(describeError(t, new TypeError("x is not a function"), nameOf)).toEqual({
    text: "The service gave an answer that the console doesn’t understand.",
    requestId: undefined,
  });
});

test("a field is told what it takes, in the console's own words", () => {
  const errors = [
    { path: "/name", message: "Too long." },
    { path: "/name", message: "Ugly." },
    { path: "/description/2", message: "Unknown." },
    { path: "/emails", message: "Another field." },
    { path: "?key", message: "Not of the body." },
  ];
  const fields = ["name", "description", "email", "key"] as const;
  expect(fieldErrors(t, error({ errors }), fields)).toEqual(
    new Map([
      ["name", t("errors.fieldName")],
      ["description", t("errors.fieldDescription")],
    ]),
  );
  const secret = error({ code: "SECRET_IN_FIELD", errors: [{ path: "/name", message: "holds a token" }] });
  expect(fieldErrors(t, secret, fields).get("name")).toBe(t("errors.secretInField"));
  expect(fieldErrors(t, new Error("other"), ["name"])).toEqual(new Map());
});
