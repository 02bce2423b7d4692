import { reasonOf } from "../start-error.ts";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { StartError } from "../config.ts";
import type { AuditHead } from "../storage/store.ts";

const headSchema = z.object({
  account: z.string().min(1),
  sequence: z.int().min(1),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Reads heads that were kept, one JSON object a line, by account. Of several of one account the furthest counts: what it seals the others
 * were part of. @throws StartError naming the line that is none
 */
export async function readKeptHeads(path: string): Promise<Map<string, AuditHead>> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new StartError(`--heads: ${path} can't be read: ${reasonOf(error)}`);
  });
  const heads = new Map<string, AuditHead>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const head = parse(line);
    if (!head) throw new StartError(`--heads: line ${index + 1} of ${path} is no head of an audit log`);
    if (head.sequence > (heads.get(head.account)?.sequence ?? 0)) heads.set(head.account, head);
  }
  if (heads.size === 0) throw new StartError(`--heads: ${path} holds no head of an audit log`);
  return heads;
}

function parse(line: string): AuditHead | undefined {
  try {
    return headSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
