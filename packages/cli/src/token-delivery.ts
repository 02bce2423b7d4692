import type { Option, Session } from "./command.ts";
import { UsageError } from "./failures.ts";
import type { NewFile } from "./terminal.ts";

/** How a new token reaches whoever needs it. */
export const DELIVERY = {
  link: { says: "answer a link that shows the token once, instead of the token" },
  "save-token": { value: "FILE", says: "write the token to a new file that only you may read, and don't show it" },
} as const satisfies Readonly<Record<string, Option>>;

/** What an answer that delivers a token has beside everything else. */
interface Delivered {
  readonly token?: string | undefined;
  readonly tokenLink?: { readonly url: string; readonly expiresAt: string } | undefined;
}

/**
 * Has a token made, and delivers it: to standard output, by a link, or into a file. The file is made first, so that no
 * token is lost to a path that can't be written.
 *
 * @throws UsageError where the options exclude each other; CommandError where the file can't be made
 */
export async function deliverToken<Made extends Delivered>(
  { input, output, terminal }: Session,
  make: () => Promise<Made>,
  fieldsOf: (made: Made) => Record<string, string>,
): Promise<void> {
  const path = input.text("save-token");
  if (path !== undefined && input.has("link")) throw new UsageError("--link and --save-token exclude each other");
  const file: NewFile | undefined = path === undefined ? undefined : await terminal.createFile(path);
  let made: Made;
  try {
    made = await make();
  } catch (error) {
    await file?.discard();
    throw error;
  }
  const { token, ...rest } = made;
  if (file && token !== undefined) {
    await file.write(`${token}\n`);
    terminal.note(`The token is in ${path}, and is shown nowhere again.`);
    return output.object(rest, fieldsOf(made));
  }
  const { tokenLink } = made;
  output.object(made, {
    ...fieldsOf(made),
    ...(token !== undefined && { token }),
    ...(tokenLink && { link: tokenLink.url, "link expires": tokenLink.expiresAt }),
  });
  if (token !== undefined) terminal.note("The token is shown this once.");
}
