/** The command can't be done as it was written: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Something outside the service went wrong, such as a file that can't be written: exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
