import { containsSecret } from "@latchkey/sdk/credential-format";
import type { FastifyRequest } from "fastify";
import { DomainError, type InputError } from "../domain/errors.ts";
import { isStorable } from "../domain/text.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** JSON pointers of the body's fields that take a secret; `*` stands for any part. */
    readonly secretFields?: readonly string[];
  }
}

/**
 * Looks at every text that a request brings, before anybody else does: a secret in a field that isn't its own is refused
 * (rule 2), and so is what no database can keep.
 */
export function refuseUncleanInput(request: FastifyRequest): Promise<void> {
  const secretFields = request.routeOptions.config.secretFields ?? [];
  const secrets: InputError[] = [];
  const unstorable: InputError[] = [];
  const look = (path: string, text: string) => {
    if (containsSecret(text) && !secretFields.includes(path.replace(/\/\d+(?=\/|$)/g, "/*"))) {
      secrets.push({ path, message: "holds a token: never paste one here" });
    } else if (!isStorable(text)) {
      unstorable.push({ path, message: "is not well-formed text" });
    }
  };
  walk("", request.body, look);
  walk("?", request.query, look);
  walk("", request.params, look);
  if (secrets.length > 0) {
    throw new DomainError(
      "SECRET_IN_FIELD",
      "A token stands where none belongs. It was not kept; as it has been sent, renew it.",
      { errors: secrets },
    );
  }
  if (unstorable.length > 0) {
    throw new DomainError("INVALID_INPUT", "Some of the input is not valid.", { errors: unstorable });
  }
  return Promise.resolve();
}

/** Visits every text in a parsed value, names of fields included. Without recursion: a body may be nested deeply. */
function walk(root: string, value: unknown, look: (path: string, text: string) => void): void {
  const open: { path: string; value: unknown }[] = [{ path: root, value }];
  for (let part = open.pop(); part; part = open.pop()) {
    const { path } = part;
    if (typeof part.value === "string") look(path, part.value);
    else if (typeof part.value === "object" && part.value !== null) {
      for (const [name, inner] of Object.entries(part.value)) {
        look(`${path}/(name)`, name);
        // The answer says where: never by a name that is a secret itself.
        const shown = containsSecret(name) ? "(name)" : name;
        open.push({ path: path === "?" ? `?${shown}` : `${path}/${shown}`, value: inner });
      }
    }
  }
}
