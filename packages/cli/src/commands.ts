import type { Command } from "./command.ts";
import { accountCommands } from "./commands/accounts.ts";
import { auditCommands } from "./commands/audit.ts";
import { catalogCommands } from "./commands/catalog.ts";
import { exportCommand } from "./commands/export.ts";
import { gapCommands } from "./commands/gaps.ts";
import { importCommand } from "./commands/import.ts";
import { externalKeyCommands } from "./commands/external-keys.ts";
import { keyCommands } from "./commands/keys.ts";
import { keySettingsCommands } from "./commands/key-settings.ts";
import { quarantineCommands } from "./commands/quarantine.ts";
import { renewalCommands } from "./commands/renewals.ts";
import { roleCommands } from "./commands/roles.ts";
import { serviceKeyCommands } from "./commands/service-keys.ts";
import { userCommands } from "./commands/users.ts";
import { explainCommand, verifyCommand } from "./commands/verify.ts";
import { webhookCommands } from "./commands/webhooks.ts";

/** Every command that asks a running service. */
export const COMMANDS: readonly Command[] = [
  ...accountCommands,
  ...userCommands,
  ...roleCommands,
  ...keyCommands,
  ...renewalCommands,
  ...keySettingsCommands,
  ...externalKeyCommands,
  ...quarantineCommands,
  ...webhookCommands,
  ...catalogCommands,
  ...gapCommands,
  ...serviceKeyCommands,
  verifyCommand,
  explainCommand,
  ...auditCommands,
  exportCommand,
  importCommand,
];
