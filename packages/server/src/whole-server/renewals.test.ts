import assert from "node:assert/strict";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEQUENCES } from "../../../../test/support/thoroughness.ts";
import { addAccounts, admit, type KeyCredentials } from "../http/test-fixtures.ts";
import { actionsOf, linkOf, linksOf, type RenewedKey, reveal, type TestLink, tokensOf } from "../http/test-tokens.ts";
import { createTestServer, type TestServer } from "../test-server.ts";
import { decide } from "../verify/decide.ts";

const STEPS = 40;
const HOUR_MS = 3_600_000;
const LINK_HOURS = 24;
const ENFORCED_MONTHS = 3;

const KINDS = [
  "renew-inline-later",
  "renew-inline-now",
  "renew-link-later",
  "renew-link-now",
  "complete-now",
  "complete-when-opened",
  "undo",
  "open-link",
  "void-link",
  "end-expired-links",
  "switch-key",
  "delete-key",
  "switch-enforcement",
  "wait-an-hour",
  "wait-a-day",
  "wait-a-month",
] as const;

type Kind = (typeof KINDS)[number];

/** Deleting ends nearly all that can happen, and opening is what most depends on. */
const WEIGHTS: Partial<Record<Kind, number>> = { "open-link": 6, "delete-key": 1, "switch-enforcement": 2 };

const step = fc.record({
  kind: fc.oneof(...KINDS.map((kind) => ({ arbitrary: fc.constant(kind), weight: WEIGHTS[kind] ?? 4 }))),
  /** Which of the links that there ever were: mostly the newest, which is the first. */
  link: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, { arbitrary: fc.nat({ max: 9 }), weight: 1 }),
});

/** A token as the rules have it. */
interface Token {
  state: "current" | "renewed";
  readonly createdAtMs: number;
  /** What it waits behind; `null` where somebody has it. */
  link: Link | null;
}

interface Link extends TestLink {
  state: "waiting" | "opened" | "expired" | "void";
  readonly isRenewal: boolean;
  readonly expiresAtMs: number;
  completesRenewal: boolean;
  reopenings: number;
}

/** What the log of the owner, and of the host, says of a token's life. */
const TOLD = /^(key\.generated|key\.renew\S*|token-link\.\S+)$/;

let server: TestServer;
const outcomes = new Set<string>();

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(() => server.close());

test("rule 3: every order of renewals, links, deletions and time leaves just the tokens that it should", async () => {
  const property = fc.asyncProperty(
    fc.boolean(),
    fc.array(step, { minLength: STEPS, maxLength: STEPS }),
    async (isByLink, steps) => {
      const run = new Run();
      try {
        await run.begin(isByLink);
        for (const { kind, link } of steps) await run.take(kind, link);
        await run.compareLogs();
      } catch (error) {
        throw new Error(`${String(error)}\n\nWhat happened:\n${run.transcript.join("\n")}`, { cause: error });
      }
    },
  );
  await fc.assert(property, SEQUENCES);
  // Steps that never come to an outcome prove nothing about it.
  const ended = ["LINK_USED", "LINK_EXPIRED", "LINK_VOID"];
  const expected = ["200", "201", "204", ...ended, "RENEWAL_PENDING", "LINK_UNOPENED", "NO_RENEWAL", "UNKNOWN_KEY"];
  expect(outcomes).toEqual(new Set(expected));
}, 360_000);

let runs = 0;

/** The life of one key that a host has admitted, beside what the rules say of it. */
class Run {
  readonly transcript: string[] = [];
  readonly #owner = `o${++runs}`;
  readonly #host = `h${runs}`;
  readonly #links: Link[] = [];
  /** Tokens in clear that somebody was handed, and what they are. */
  readonly #known = new Map<string, Token>();
  readonly #told = { owner: ["key.generated"], host: [] as string[] };
  #tokens: Token[] = [];
  #key = "";
  #status: "active" | "inactive" | "deleted" = "active";
  #isEnforced = false;

  async begin(isByLink: boolean): Promise<void> {
    await addAccounts(server, this.#owner, this.#host);
    const body = { name: "A key", roles: [], tokenDelivery: isByLink ? "link" : "inline" };
    const answer = await server.call<RenewedKey & KeyCredentials>("POST", this.#url(""), { body });
    this.#key = answer.body.key;
    this.#made(answer.body, "current", { isRenewal: false, completesRenewal: false });
    await admit(server, this.#host, this.#key);
    await this.#compare();
  }

  async take(kind: Kind, linkFromNewest: number): Promise<void> {
    const link = this.#links.at(-1 - (linkFromNewest % Math.max(1, this.#links.length)));
    this.transcript.push(kind);
    switch (kind) {
      case "renew-inline-later":
      case "renew-inline-now":
      case "renew-link-later":
      case "renew-link-now":
        await this.#renew(kind.includes("link") ? "link" : "inline", kind.endsWith("now") ? "now" : "later");
        break;
      case "complete-now":
      case "complete-when-opened":
        await this.#complete(kind === "complete-now" ? "now" : "opened");
        break;
      case "undo":
        await this.#undo();
        break;
      case "open-link":
        if (link) await this.#open(link);
        break;
      case "void-link":
        if (link) await this.#void(link);
        break;
      case "end-expired-links": {
        const overdue = this.#links.filter((each) => each.state === "waiting" && each.expiresAtMs <= this.#nowMs);
        // Also what other runs have left.
        await server.expireLinks();
        for (const each of overdue) this.#end(each, "expired");
        break;
      }
      case "switch-key": {
        const status = this.#status === "active" ? "inactive" : "active";
        if (await this.#asForeseen("PATCH", "", this.#gone() ?? 200, { status })) this.#status = status;
        break;
      }
      case "delete-key":
        if (await this.#asForeseen("DELETE", "", this.#gone() ?? 204)) {
          for (const { link: waiting } of this.#tokens) if (waiting) this.#end(waiting, "void");
          this.#tokens = [];
          this.#status = "deleted";
        }
        break;
      case "switch-enforcement": {
        this.#isEnforced = !this.#isEnforced;
        const body = { renewalMonths: ENFORCED_MONTHS, enforcement: this.#isEnforced ? "expire" : "alert" };
        const url = `/v1/accounts/${this.#owner}/api-key-settings`;
        assert.equal((await server.call("PATCH", url, { body })).status, 200);
        break;
      }
      case "wait-an-hour":
        await this.#wait(1);
        break;
      case "wait-a-day":
        await this.#wait(LINK_HOURS);
        break;
      case "wait-a-month":
        await this.#wait(31 * 24);
        break;
    }
    await this.#compare();
  }

  async compareLogs(): Promise<void> {
    for (const [account, told] of [
      [this.#owner, this.#told.owner],
      [this.#host, this.#told.host],
    ] as const) {
      const actions = await actionsOf(server, account, this.#key);
      assert.deepEqual(
        actions.filter((action) => TOLD.test(action)),
        told,
      );
    }
  }

  async #renew(tokenDelivery: "inline" | "link", oldToken: "later" | "now"): Promise<void> {
    const refusal = this.#renewed
      ? "RENEWAL_PENDING"
      : this.#tokens.some(({ link }) => link !== null)
        ? "LINK_UNOPENED"
        : undefined;
    const body = { tokenDelivery, oldToken };
    const made = await this.#asForeseen("POST", "/renewal", this.#gone() ?? refusal ?? 201, body);
    if (!made) return;
    const completesRenewal = oldToken === "now" && this.#tokens.length > 0;
    const state = this.#tokens.length > 0 ? "renewed" : "current";
    this.#told.owner.push("key.renewed");
    this.#made(made as RenewedKey, state, { isRenewal: true, completesRenewal });
    if (tokenDelivery === "link") return;
    this.#told.host.push("key.renewed");
    if (completesRenewal) this.#finish();
  }

  async #complete(when: "now" | "opened"): Promise<void> {
    const link = this.#renewed?.link;
    const refusal = !this.#renewed ? "NO_RENEWAL" : link && when === "now" ? "LINK_UNOPENED" : undefined;
    if (!(await this.#asForeseen("POST", "/renewal/complete", this.#gone() ?? refusal ?? 200, { when }))) return;
    if (!link) return this.#finish();
    if (!link.completesRenewal) this.#told.owner.push("token-link.changed");
    link.completesRenewal = true;
  }

  async #undo(): Promise<void> {
    const renewed = this.#renewed;
    const foreseen = this.#gone() ?? (renewed ? 204 : "NO_RENEWAL");
    if (!(await this.#asForeseen("DELETE", "/renewal", foreseen)) || !renewed) return;
    if (renewed.link) return this.#end(renewed.link, "void");
    this.#remove(renewed);
    this.#told.owner.push("key.renewal-undone");
    this.#told.host.push("key.renewal-undone");
  }

  async #open(link: Link): Promise<void> {
    const refusal = this.#refusalOf(link);
    const { status, body } = await reveal(server, link);
    this.#compareAnswer(status, body, refusal ?? 200);
    if (refusal === "LINK_USED" && link.reopenings++ === 0) this.#told.owner.push("token-link.reopened");
    const token = this.#tokens.find((each) => each.link === link);
    if (refusal || !token) return;
    link.state = "opened";
    token.link = null;
    assert.equal(body.key, this.#key);
    this.#known.set(body.token, token);
    this.#told.owner.push("token-link.opened");
    if (link.isRenewal) this.#told.host.push("key.renewed");
    if (link.completesRenewal) this.#finish();
  }

  async #void(link: Link): Promise<void> {
    const refusal = this.#refusalOf(link);
    const { status, body } = await server.call("DELETE", `/v1/token-links/${link.id}`);
    this.#compareAnswer(status, body, refusal ?? 204);
    if (!refusal) this.#end(link, "void");
  }

  async #wait(hours: number): Promise<void> {
    server.clock.wallMs += hours * HOUR_MS;
    server.clock.monotonicMs += hours * HOUR_MS;
    // As the background work does five times a second.
    await server.follower.poll();
  }

  /** Every token that anybody was ever handed, in the owner's account and the host's; and what the owner sees. */
  async #compare(): Promise<void> {
    for (const [clear, token] of this.#known) {
      const isLeft = this.#tokens.includes(token) && !(this.#isEnforced && endMs(token) <= this.#nowMs);
      const code = !isLeft ? "INVALID_CREDENTIALS" : this.#status === "active" ? "VALID" : "KEY_INACTIVE";
      for (const account of [this.#owner, this.#host]) {
        const decision = decide(server.judge, { credential: { key: this.#key, token: clear }, account });
        assert.equal(decision.code, code, `in ${account}`);
      }
    }
    if (this.#status === "deleted") return;
    const seen = await tokensOf(server, this.#owner, this.#key);
    assert.deepEqual(
      seen.map(({ state, link }) => ({ state, link: link?.id ?? null })),
      this.#tokens.map(({ state, link }) => ({ state, link: link?.id ?? null })),
    );
    const listed = await linksOf(server, this.#owner, this.#key);
    assert.deepEqual(
      new Map(listed.map(({ id, state, reopenings }) => [id, { state, reopenings }])),
      new Map(this.#links.map(({ id, state, reopenings }) => [id, { state, reopenings }])),
    );
  }

  async #asForeseen(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    foreseen: number | string,
    sent?: object,
  ): Promise<object | undefined> {
    const url = this.#url(`/${this.#key}${path}`);
    const { status, body } = await server.call(method, url, sent === undefined ? {} : { body: sent });
    this.#compareAnswer(status, body, foreseen);
    return typeof foreseen === "number" ? (body ?? {}) : undefined;
  }

  #compareAnswer(status: number, body: unknown, foreseen: number | string): void {
    const answered = typeof foreseen === "number" ? status : (body as { code?: string } | undefined)?.code;
    this.transcript.push(`  ${answered}`);
    outcomes.add(String(foreseen));
    assert.equal(answered, foreseen);
  }

  #made(
    { token: clear, tokenLink }: RenewedKey,
    state: Token["state"],
    purpose: Pick<Link, "isRenewal" | "completesRenewal">,
  ): void {
    const token: Token = { state, createdAtMs: this.#nowMs, link: null };
    if (tokenLink) {
      const expiresAtMs = this.#nowMs + LINK_HOURS * HOUR_MS;
      assert.equal(Date.parse(tokenLink.expiresAt), expiresAtMs);
      token.link = { ...linkOf({ tokenLink }), state: "waiting", expiresAtMs, reopenings: 0, ...purpose };
      this.#links.push(token.link);
    } else {
      this.#known.set(clear ?? "", token);
    }
    this.#tokens.push(token);
  }

  /** The new token takes the place of the one before. */
  #finish(): void {
    this.#tokens = this.#tokens.filter(({ state }) => state === "renewed");
    for (const token of this.#tokens) token.state = "current";
    this.#told.owner.push("key.renewal-completed");
    this.#told.host.push("key.renewal-completed");
  }

  /** A link that nobody has opened takes its token with it, of which no host has heard. */
  #end(link: Link, state: "expired" | "void"): void {
    link.state = state;
    const token = this.#tokens.find((each) => each.link === link);
    this.#told.owner.push(state === "void" ? "token-link.voided" : "token-link.expired");
    if (token?.state === "renewed") this.#told.owner.push("key.renewal-undone");
    if (token) this.#remove(token);
  }

  #remove(token: Token): void {
    this.#tokens = this.#tokens.filter((each) => each !== token);
  }

  #refusalOf({ state, expiresAtMs }: Link): string | undefined {
    if (state === "opened") return "LINK_USED";
    if (state === "void") return "LINK_VOID";
    return state === "expired" || expiresAtMs <= this.#nowMs ? "LINK_EXPIRED" : undefined;
  }

  #gone(): string | undefined {
    return this.#status === "deleted" ? "UNKNOWN_KEY" : undefined;
  }

  get #renewed(): Token | undefined {
    return this.#tokens.find(({ state }) => state === "renewed");
  }

  get #nowMs(): number {
    return server.clock.wallMs;
  }

  #url(path: string): string {
    return `/v1/accounts/${this.#owner}/api-keys${path}`;
  }
}

/** Reckoned another way than the product does. */
function endMs({ createdAtMs }: Token): number {
  const end = new Date(createdAtMs);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + ENFORCED_MONTHS);
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.getTime();
}
