import type { CodeGuide, DoorErrorGuide } from "../../http/reference/error-guide.ts";
import type { UnanswerableCode } from "./schema.ts";

/** What to do about each question that no verification answers. One that isn't explained doesn't compile. */
export const AUTHZEN_ERROR_GUIDE = {
  id: "authzen",
  title: "AuthZEN",
  about:
    "A decision's `context.code` is that of a verification, or one of these: the question is none that a verification answers, and `decision` is false. Errors are problems as everywhere.",
  codes: {
    UNSUPPORTED_SUBJECT: {
      as: "decision",
      says: "`subject.type` isn't `api-key`: of people and others nothing is known here.",
    },
    UNSUPPORTED_RESOURCE: {
      as: "decision",
      says: "`resource.type` isn't `account`. What is to be done there is the action: `oms.view-order`.",
    },
    TOKEN_NEEDED: {
      as: "decision",
      says: "`subject.properties.token` is missing. A key string is public: without its token nothing is proven.",
    },
  } satisfies Record<UnanswerableCode, CodeGuide>,
} as const satisfies DoorErrorGuide;
