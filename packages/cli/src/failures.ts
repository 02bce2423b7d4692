/** Something outside the service went wrong, such as a file that can't be written: exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
