/** A batch with one key that says everything that it can, in clear. */
export function keysToImport(account: string) {
  return {
    keys: [
      {
        account,
        key: `made-elsewhere-${account}`,
        name: "Moved",
        roles: ["owner"],
        token: "OF-ANOTHER-SERVICE-0123456789",
        createdAt: "2026-01-01T00:00:00.000Z",
        status: "active",
        requestsPerMinute: 60,
      },
    ],
  };
}

/** A batch with one admission that says everything that it can. */
export function externalKeysToImport({ account, foreignKey }: { account: string; foreignKey: string }) {
  return {
    externalKeys: [
      {
        account,
        key: foreignKey,
        name: "Partner",
        roles: ["owner"],
        expiresAt: "2027-01-01T00:00:00.000Z",
        status: "inactive",
        requestsPerMinute: 60,
      },
    ],
  };
}
