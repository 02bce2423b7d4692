import { type Option, UsageError } from "@latchkey/server/command-line";
import type { Session } from "./command.ts";
import type { NewFile } from "./terminal.ts";

/** How a new token reaches whoever needs it. */
export const DELIVERY = {
  link: { says: "answer a link that shows the token once, instead of the token" },
  "save-token": { value: "FILE", says: "write the token to a new file that only you may read, and don't show it" },
} as const satisfies Readonly<Record<string, Option>>;

/** Where the secret of a webhook goes. */
export const SAVE_SECRET = {
  "save-secret": { value: "FILE", says: "write the secret to a new file that only you may read, and don't show it" },
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
  session: Session,
  make: () => Promise<Made>,
  fieldsOf: (made: Made) => Record<string, string>,
): Promise<void> {
  const { input, output, terminal } = session;
  const path = input.text("save-token");
  if (path !== undefined && input.has("link")) throw new UsageError("--link and --save-token exclude each other");
  const made = await intoFile(
    session,
    { path, what: "token" },
    make,
    ({ token, ...rest }) => ({ secret: token, rest }),
    fieldsOf,
  );
  if (!made) return;
  const { token } = made;
  const { tokenLink } = made;
  output.object(made, {
    ...fieldsOf(made),
    ...(token !== undefined && { token }),
    ...(tokenLink && { link: tokenLink.url, "link expires": tokenLink.expiresAt }),
  });
  if (token !== undefined) terminal.note("The token is shown this once.");
}

/** The same of the secret by which a webhook's messages are signed. @throws CommandError where the file can't be made */
export async function deliverWebhookSecret<Made extends { readonly secret?: string | undefined }>(
  session: Session,
  make: () => Promise<Made>,
  fieldsOf: (made: Made) => Record<string, string>,
): Promise<void> {
  const path = session.input.text("save-secret");
  const made = await intoFile(
    session,
    { path, what: "secret" },
    make,
    ({ secret, ...rest }) => ({ secret, rest }),
    fieldsOf,
  );
  if (!made) return;
  session.output.object(made, { ...fieldsOf(made), ...(made.secret !== undefined && { secret: made.secret }) });
  if (made.secret !== undefined) session.terminal.note("The secret is shown this once.");
}

/** Has something made, its secret written into a new file where one is named, and said so; answers what is still to be shown. */
async function intoFile<Made>(
  { output, terminal }: Session,
  { path, what }: { readonly path: string | undefined; readonly what: string },
  make: () => Promise<Made>,
  apart: (made: Made) => { readonly secret: string | undefined; readonly rest: object },
  fieldsOf: (made: Made) => Record<string, string>,
): Promise<Made | undefined> {
  const file: NewFile | undefined = path === undefined ? undefined : await terminal.createFile(path);
  let made: Made;
  try {
    made = await make();
  } catch (error) {
    await file?.discard();
    throw error;
  }
  const { rest, secret } = apart(made);
  if (!file || secret === undefined) return made;
  await file.write(`${secret}\n`);
  terminal.note(`The ${what} is in ${path}, and is shown nowhere again.`);
  output.object(rest, fieldsOf(made));
  return undefined;
}
