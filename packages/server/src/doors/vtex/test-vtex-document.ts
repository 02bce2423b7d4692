// What VTEX publishes of the endpoints that this door answers, restated: its License Manager and VTEX ID APIs, as in the schemas by which its request
// collections (github.com/vtex/openapi-schemas) check answers. Stricter where it is silent: what it shows in every example is required, and nothing
// else may be there.
import type { ApiDocument, JsonSchema, Operation, Parameter } from "../../http/reference/openapi-parts.ts";

/** Accounts that a fuzzed request may name by `an`; the first is the one that it is about most often. */
const DOOR_ACCOUNTS = ["acme", "acme", "acme", "partner", "no-such-account"] as const;

const text = { type: "string" } as const;
const time = { type: "string", format: "date-time" } as const;
const whole = { type: "integer" } as const;
const int32 = { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 } as const;
const yesOrNo = { type: "boolean" } as const;
const textOrNull = { type: ["string", "null"] } as const;
const nothing = { type: "null" } as const;

/** An object that has all of these fields, and no others. */
function exactly(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** An error of `/api/vlm`. */
const VLM_ERROR = exactly({
  Details: nothing,
  HttpStatusCode: whole,
  VLMErrorCode: { type: ["integer", "null"] },
  Message: text,
});

/** An error of the other APIs. */
const MESSAGE = exactly({ Message: text });

const KEY = { id: text, appKey: text, label: text, createdIn: time, isActive: yesOrNo };

const PRODUCT = exactly({
  id: textOrNull,
  categoryId: textOrNull,
  categoryName: textOrNull,
  description: textOrNull,
  consoleUrlMask: textOrNull,
  urlConfiguration: textOrNull,
  webApiUrlMask: textOrNull,
  url: textOrNull,
  productResources: textOrNull,
  name: text,
});

const ROLE = exactly({
  id: int32,
  isAdmin: yesOrNo,
  roleType: { type: "integer", enum: [0, 1] },
  products: listOf(PRODUCT),
  resources: textOrNull,
  logins: textOrNull,
  name: text,
});

const PAGE = exactly({ page: whole, perPage: whole, total: whole, pages: whole });

interface Described {
  /** What a request may say in its path. */
  readonly path?: readonly string[];
  readonly query?: Readonly<Record<string, JsonSchema>>;
  readonly takes?: JsonSchema;
  /** `undefined`: the answer has no body. */
  readonly answers: readonly [status: number, body?: JsonSchema];
  readonly refuses?: JsonSchema;
  /** Where it isn't answered in the form of errors. */
  readonly unauthorized?: JsonSchema;
}

function operation(
  operationId: string,
  { answers: [status, body], path = [], query = {}, refuses = MESSAGE, takes, unauthorized = refuses }: Described,
): Operation {
  const parameters: Parameter[] = [
    ...path.map((name) => ({ name, in: "path", required: true, schema: text })),
    ...Object.entries({ ...query, an: { enum: DOOR_ACCOUNTS } }).map(([name, schema]) => ({
      name,
      in: "query",
      schema,
    })),
  ];
  const as = (schema: JsonSchema) => ({ content: { "application/json": { schema } } });
  return {
    operationId,
    parameters,
    ...(takes && { requestBody: as(takes) }),
    responses: { [status]: body ? as(body) : {}, "401": as(unauthorized), "4XX": as(refuses) },
  };
}

const ROLES = "/api/license-manager/users/{userId}/roles";
const RENEWAL = "/api/vtexid/apikey/{apiKey}/apitoken";

/** The endpoints. Of 5xx there is none: what comes as one is a fault. */
export const VTEX_DOCUMENT: ApiDocument = {
  info: { title: "VTEX", version: "1.0" },
  components: { schemas: {}, securitySchemes: {} },
  paths: {
    "/api/vlm/appkeys": {
      post: operation("createApiKey", {
        takes: exactly({ label: text }),
        answers: [200, exactly({ ...KEY, appToken: textOrNull })],
        refuses: VLM_ERROR,
      }),
      get: operation("listApiKeys", { answers: [200, listOf(exactly(KEY))], refuses: VLM_ERROR }),
    },
    "/api/vlm/appkeys/{id}": {
      put: operation("updateApiKey", {
        path: ["id"],
        takes: exactly({ isActive: yesOrNo }),
        answers: [200],
        refuses: VLM_ERROR,
      }),
    },
    [ROLES]: {
      put: operation("addRoles", { path: ["userId"], takes: listOf(int32), answers: [204] }),
      get: operation("getRoles", {
        path: ["userId"],
        answers: [200, listOf(exactly({ id: int32, name: text }))],
      }),
    },
    [`${ROLES}/{roleId}`]: { delete: operation("removeRole", { path: ["userId", "roleId"], answers: [204] }) },
    "/api/license-manager/site/pvt/roles/list/paged": {
      get: operation("listRoles", {
        query: {
          numItems: { type: "integer", minimum: 1, maximum: 100 },
          pageNumber: { type: "integer", minimum: 1, maximum: 5 },
          sort: { enum: ["id", "name"] },
          sortType: { enum: ["ASC", "DSC"] },
        },
        answers: [200, exactly({ items: listOf(ROLE), paging: PAGE })],
      }),
    },
    [`${RENEWAL}/renew`]: {
      patch: operation("initiateTokenRenewal", {
        path: ["apiKey"],
        answers: [
          200,
          exactly({
            id: text,
            keyName: text,
            creationDateToken: time,
            creationDateNewToken: time,
            expirationPeriod: { type: "number" },
            newToken: text,
          }),
        ],
      }),
    },
    [`${RENEWAL}/finish-renewal`]: {
      patch: operation("completeTokenRenewal", {
        path: ["apiKey"],
        answers: [200, exactly({ id: text, creationDateToken: time, creationDateNewToken: nothing })],
      }),
    },
    "/api/vtexid/apptoken/login": {
      post: operation("generateAuthenticationToken", {
        takes: exactly({ appkey: text, apptoken: text }),
        answers: [200, exactly({ authStatus: { const: "Success" }, token: text, expires: whole })],
        unauthorized: exactly({ authStatus: { const: "WrongCredentials" }, token: nothing, expires: { const: 0 } }),
      }),
    },
    "/api/vtexid/credential/validate": {
      post: operation("checkAuthenticatedUser", {
        takes: exactly({ token: text }),
        answers: [
          200,
          exactly({
            authStatus: { const: "Success" },
            id: text,
            user: text,
            account: text,
            audience: text,
            tokenType: text,
          }),
        ],
        unauthorized: exactly({ authStatus: { const: "WrongCredentials" } }),
      }),
    },
  },
};
