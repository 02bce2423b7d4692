// What a writer to a server that may die at any moment knows: what was acknowledged, and what was only asked for.
import assert from "node:assert/strict";

export type Operation = "generate" | "admit" | "change" | "deactivate" | "activate" | "remove" | "delete";

/** What a key goes through. A third of the keys stay as they are before it ends. */
const LIFE: readonly Operation[] = [
  "generate",
  "admit",
  "change",
  "deactivate",
  "activate",
  "remove",
  "admit",
  "delete",
];
const SHORT_LIFE = 5;

/** A key as one writer, which changes it step by step, knows it. */
export interface Life {
  /** The owner's name for it, which no other key has. */
  readonly name: string;
  /** Known once the answer that makes it, or the list after a crash, was read. */
  key: string | undefined;
  /** Known only where the answer that brought it arrived. */
  token: string | undefined;
  /** What is known to have been done. */
  readonly done: Operation[];
  /** What was asked for and not answered. */
  asked: Operation | undefined;
}

export interface State {
  readonly status: "none" | "active" | "inactive" | "deleted";
  /** The roles given by the host, or `null` where it hasn't admitted the key. */
  readonly hostRoles: string | null;
}

/** Answers the body of a success; rejects when the server is gone. */
export type Ask = (method: string, path: string, body?: object) => Promise<{ status: number; body: unknown }>;

export function stateAfter(operations: readonly Operation[]): State {
  let state: State = { status: "none", hostRoles: null };
  for (const operation of operations) state = { ...state, ...effectOf(operation) };
  return state;
}

function effectOf(operation: Operation): Partial<State> {
  switch (operation) {
    case "generate":
    case "activate":
      return { status: "active" };
    case "deactivate":
      return { status: "inactive" };
    case "delete":
      return { status: "deleted" };
    case "admit":
      return { hostRoles: "reader" };
    case "change":
      return { hostRoles: "auditor" };
    case "remove":
      return { hostRoles: null };
  }
}

/** Changes keys one after another until the server is gone; after each acknowledgement says so. */
export class Writer {
  readonly lives: Life[] = [];
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async write(ask: Ask, acknowledged: () => void): Promise<void> {
    for (;;) {
      const life = this.#current();
      const next = LIFE[life.done.length];
      assert.ok(next, "a finished life goes on");
      life.asked = next;
      let answer: Awaited<ReturnType<Ask>>;
      try {
        answer = await send(ask, life, next);
      } catch {
        return;
      }
      assert.ok(answer.status < 300, `${next} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      if (next === "generate") Object.assign(life, pick(answer.body as { key: string; token: string }));
      life.done.push(next);
      life.asked = undefined;
      acknowledged();
    }
  }

  /** The life that has something before it, or a new one. */
  #current(): Life {
    const last = this.lives.at(-1);
    const length = this.lives.length % 3 === 0 ? SHORT_LIFE : LIFE.length;
    if (last && last.done.length < length) return last;
    const name = `${this.#name}-${this.lives.length + 1}`;
    const life: Life = { name, key: undefined, token: undefined, done: [], asked: undefined };
    this.lives.push(life);
    return life;
  }
}

function send(ask: Ask, { key = "", name }: Life, operation: Operation): ReturnType<Ask> {
  const own = `/v1/accounts/partner/api-keys/${key}`;
  const admitted = `/v1/accounts/host/external-keys/${key}`;
  switch (operation) {
    case "generate":
      return ask("POST", "/v1/accounts/partner/api-keys", { name, roles: ["own"] });
    case "deactivate":
    case "activate":
      return ask("PATCH", own, { status: operation === "activate" ? "active" : "inactive" });
    case "delete":
      return ask("DELETE", own);
    case "admit":
      return ask("POST", "/v1/accounts/host/external-keys", { key, name, roles: ["reader"] });
    case "change":
      return ask("PATCH", admitted, { roles: ["auditor"] });
    case "remove":
      return ask("DELETE", admitted);
  }
}

function pick({ key, token }: { key: string; token: string }) {
  return { key, token };
}

/** The events that operations leave: done in an account itself, and told to it. */
export function eventsOf(
  operations: readonly Operation[],
): Record<"partner" | "host", { own: string[]; told: string[] }> {
  const events = {
    partner: { own: [] as string[], told: [] as string[] },
    host: { own: [] as string[], told: [] as string[] },
  };
  for (const [index, operation] of operations.entries()) {
    const { hostRoles } = stateAfter(operations.slice(0, index));
    const action = ACTIONS[operation];
    if (action.startsWith("external-key.")) {
      events.host.own.push(action);
      events.partner.told.push(action);
    } else {
      events.partner.own.push(action);
      if (hostRoles !== null) events.host.told.push(action);
    }
  }
  return events;
}

const ACTIONS: Record<Operation, string> = {
  generate: "key.generated",
  deactivate: "key.deactivated",
  activate: "key.activated",
  delete: "key.deleted",
  admit: "external-key.added",
  change: "external-key.changed",
  remove: "external-key.removed",
};
