// Who may import whom, as dependency-cruiser's rules. Paths are relative to the root of the repository.
import type { IFlattenedRuleSet, IForbiddenRuleType } from "dependency-cruiser";

/** Tests, and what only tests import: `key.test.ts`, `test-database.ts`. */
const tests = "(\\.test\\.tsx?|/test-[^/]+\\.tsx?)$";
const npmPackages = "(^|/)node_modules/";
const server = "^packages/server/src";
const storeContract = `${server}/storage/store\\.ts$`;
const credentialFormat = "^packages/sdk/src/credential-format\\.ts$";

const ports = `${server}/usecases/ports\\.ts$`;
const webhookDelivery = `${server}/usecases/deliver-webhooks\\.ts$`;
const signInContract = `${server}/sign-in/sign-in\\.ts$`;

/** What a door puts on the server, and on the page that explains errors: the list of all routes names the one, the reference the other. */
const doorParts = `${server}/doors/[^/]+/(routes|error-guide)\\.ts$`;

interface Layer {
  /** Paths that the folder may import beside itself. */
  mayImport: string[];
  /** Whether it may import npm packages and Node's own modules. */
  mayImportPackages: boolean;
}

/** The folders of the server. The files above them, and `commands/`, put everything together: they may import all. */
const serverLayers: Record<string, Layer> = {
  domain: { mayImport: [credentialFormat], mayImportPackages: false },
  verify: { mayImport: [folder("domain"), credentialFormat], mayImportPackages: false },
  usecases: { mayImport: [folder("domain"), storeContract, credentialFormat], mayImportPackages: false },
  storage: { mayImport: [folder("domain")], mayImportPackages: true },
  "sign-in": {
    mayImport: [folder("domain"), ports, `${server}/storage/(column-names|engine|schema)\\.ts$`],
    mayImportPackages: true,
  },
  feed: { mayImport: [folder("domain"), folder("verify"), storeContract], mayImportPackages: true },
  http: {
    mayImport: [folder("domain"), folder("verify"), folder("usecases"), signInContract, doorParts, credentialFormat],
    mayImportPackages: true,
  },
  doors: {
    mayImport: [folder("domain"), folder("verify"), folder("usecases"), folder("http"), credentialFormat],
    mayImportPackages: true,
  },
  // What the ports need of the outside.
  secrets: {
    mayImport: [folder("domain"), folder("verify"), ports, storeContract, `${server}/feed/follower\\.ts$`],
    mayImportPackages: true,
  },
  mail: { mayImport: [folder("domain"), ports, storeContract], mayImportPackages: true },
  webhooks: { mayImport: [folder("domain"), webhookDelivery], mayImportPackages: true },
  tracing: {
    mayImport: [
      webhookDelivery,
      `${server}/http/(fast-path|tracing)\\.ts$`,
      `${server}/verify/trusted-clock\\.ts$`,
      `${server}/background\\.ts$`,
    ],
    mayImportPackages: true,
  },
  workers: { mayImport: [], mayImportPackages: true },
};

/** They put everything together, or test it whole. */
const WHOLE = ["commands", "whole-server"];

export const rules: IFlattenedRuleSet = {
  forbidden: [
    ...Object.entries(serverLayers).map(([name, layer]) => imports(`server-${name}`, folder(name), layer)),
    {
      name: "server-unknown-layer",
      comment: "A folder of the server that has no rule in tools/layers.ts",
      severity: "error",
      from: {
        path: `${server}/[^/]+/`,
        pathNot: `${server}/(${[...Object.keys(serverLayers), ...WHOLE].join("|")})/`,
      },
      to: {},
    },
    forbid("sql-outside-storage", `${server}/(feed|http|doors)/`, [`${npmPackages}(kysely|pg)/`, "^(node:)?sqlite$"]),
    forbid("http-in-storage", folder("storage"), [`${npmPackages}(@?fastify|better-auth)`]),

    imports("sdk", "^packages/sdk/src/", { mayImport: [], mayImportPackages: false }),
    imports("cli", "^packages/cli/src/", {
      mayImport: ["^packages/sdk/src/", `${server}/(main|commands/command-(forms|line))\\.ts$`],
      mayImportPackages: true,
    }),
    imports("console", "^packages/console/", { mayImport: ["^packages/sdk/src/"], mayImportPackages: true }),
    forbid("console-ui", "^packages/console/src/ui/", [
      "^packages/console/src/(?!ui/)",
      `${npmPackages}(@tanstack|i18next|react-i18next)/`,
    ]),

    forbid("test-code-in-product", "^packages/[^/]+/src/", [tests, "^(test|tools|bench)/"]),
    { name: "circular", severity: "error", from: {}, to: { circular: true } },
    { name: "orphan", severity: "error", from: { orphan: true, pathNot: [tests, "\\.d\\.ts$"] }, to: {} },
    { name: "unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
};

function folder(name: string): string {
  return `${server}/${name}/`;
}

function imports(name: string, from: string, { mayImport, mayImportPackages }: Layer): IForbiddenRuleType {
  return {
    name: `${name}-imports`,
    severity: "error",
    from: { path: from, pathNot: tests },
    to: mayImportPackages
      ? { pathNot: [from, ...mayImport, npmPackages], dependencyTypesNot: ["core"] }
      : { pathNot: [from, ...mayImport] },
  };
}

function forbid(name: string, from: string, to: string[]): IForbiddenRuleType {
  return { name, severity: "error", from: { path: from, pathNot: tests }, to: { path: to } };
}
