import assert from "node:assert/strict";
import { type Life, type Operation, stateAfter } from "./history.ts";
import { type Answer, NodeDownError } from "./node-process.ts";

/** What a key goes through; a third of the keys stay as they are before it ends. */
const LIFE: readonly Operation[] = [
  "generate",
  "admit",
  "deactivate",
  "activate",
  "renew",
  "remove",
  "admit",
  "delete",
];
const SHORT_LIFE = 5;

export type AskNode = (node: number, method: string, path: string, body?: object) => Promise<Answer>;

/** A management call, as it went. `status` 0: no answer came. */
export interface Call {
  readonly node: number;
  readonly operation: Operation;
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly status: number;
  readonly code: string | undefined;
  readonly key: string | undefined;
}

/** After how many changes a writer moves on to the next node, where it isn't driven away before. */
const STAY = 3;

/** Changes keys one after another, now at this node and now at that one, and notes what was acknowledged when. */
export class LifeWriter {
  readonly lives: Life[] = [];
  readonly calls: Call[] = [];
  readonly #name: string;
  readonly #nodes: number;
  readonly #nowMs: () => number;
  #node = 0;
  #stayed = 0;

  constructor(name: string, nodes: number, nowMs: () => number) {
    this.#name = name;
    this.#nodes = nodes;
    this.#nowMs = nowMs;
  }

  /** One change. Where it isn't known whether it was done its life is left alone for ever, as it may be done at any time. */
  async step(ask: AskNode): Promise<Call> {
    const life = this.#current();
    const operation = LIFE[life.changes.length];
    assert.ok(operation, "a finished life goes on");
    if (this.#stayed++ >= STAY) this.#moveOn();
    const node = this.#node;
    const change = { operation, node, askedMs: this.#nowMs(), acknowledgedMs: Number.POSITIVE_INFINITY };
    life.changes.push(change);
    const answer = await send(ask, node, life, operation).catch((error: unknown): Answer => {
      if (error instanceof NodeDownError) life.changes.pop();
      return { status: 0, body: undefined };
    });
    const answeredMs = this.#nowMs();
    if (answer.status === 0 || answer.status === 503) this.#moveOn();
    if (answer.status >= 200 && answer.status < 300) {
      change.acknowledgedMs = answeredMs;
      const { key, token } = (answer.body ?? {}) as { key?: string; token?: string };
      if (operation === "generate") life.key = key;
      if (token !== undefined) life.tokens.push(token);
    }
    const { code } = (answer.body ?? {}) as { code?: string };
    const call = { node, operation, askedMs: change.askedMs, answeredMs, status: answer.status, code, key: life.key };
    this.calls.push(call);
    return call;
  }

  #moveOn(): void {
    this.#node = (this.#node + 1) % this.#nodes;
    this.#stayed = 0;
  }

  #current(): Life {
    const last = this.lives.at(-1);
    const length = this.lives.length % 3 === 0 ? SHORT_LIFE : LIFE.length;
    const isKnown = last?.changes.every(({ acknowledgedMs }) => acknowledgedMs !== Number.POSITIVE_INFINITY) ?? false;
    if (last && isKnown && last.changes.length < length) return last;
    const life: Life = { name: `${this.#name}-${this.lives.length + 1}`, key: undefined, tokens: [], changes: [] };
    this.lives.push(life);
    return life;
  }
}

function send(ask: AskNode, node: number, { key = "", name }: Life, operation: Operation): Promise<Answer> {
  const own = `/v1/accounts/partner/api-keys/${key}`;
  switch (operation) {
    case "generate":
      return ask(node, "POST", "/v1/accounts/partner/api-keys", { name, roles: [] });
    case "deactivate":
    case "activate":
      return ask(node, "PATCH", own, { status: operation === "activate" ? "active" : "inactive" });
    case "renew":
      return ask(node, "POST", `${own}/renewal`, { oldToken: "now" });
    case "delete":
      return ask(node, "DELETE", own);
    case "admit":
      return ask(node, "POST", "/v1/accounts/host/external-keys", { key, name, roles: ["reader"] });
    case "remove":
      return ask(node, "DELETE", `/v1/accounts/host/external-keys/${key}`);
  }
}

/** The events that operations leave in the host's and the partner's logs: done there, and told by the other. */
export function eventsOf(operations: readonly Operation[]): { host: string[]; partner: string[] } {
  const events = { host: [] as string[], partner: [] as string[] };
  for (const [index, operation] of operations.entries()) {
    const { isAdmitted } = stateAfter(operations.slice(0, index));
    const actions = ACTIONS[operation];
    events.partner.push(...actions);
    if (isAdmitted || operation === "admit") events.host.push(...actions);
  }
  return events;
}

const ACTIONS: Readonly<Record<Operation, readonly string[]>> = {
  generate: ["key.generated"],
  admit: ["external-key.added"],
  deactivate: ["key.deactivated"],
  activate: ["key.activated"],
  renew: ["key.renewed"],
  remove: ["external-key.removed"],
  delete: ["key.deleted"],
};
