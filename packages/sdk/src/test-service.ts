import type { Change } from "./change-follower.ts";

/** What the service says of a key at a revision. */
export type KeyState = "active" | "inactive" | "unadmitted";

interface Request {
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly answer: (response: Response) => void;
  readonly fail: (error: unknown) => void;
}

export const ACCOUNT = "acme";
export const OWNER = "credipay";
const RESOURCES = ["oms.view-order"];

/** A service in memory, of which a test says when it hears a question, answers it, and tells what has changed. */
export class TestService {
  epoch = "e1";
  /** The state of the key at each revision. */
  history: KeyState[] = ["active"];
  changes: Change[][] = [[]];
  /** What replies say of their validity, beside the epoch. */
  validity: { maxAgeMs: number | null } | undefined = { maxAgeMs: null };
  /** Addresses from which alone the key may be used; `undefined`: from anywhere. */
  allowed: readonly string[] | undefined;
  /** Questions that wait for an answer. */
  questions: Request[] = [];
  /** Attempts to follow that wait for an answer. */
  followers: Request[] = [];
  reports: Readonly<Record<string, unknown>>[][] = [];
  reportStatus = 204;
  asked = 0;
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  #told = 0;

  readonly fetch = (input: string | URL | globalThis.Request, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof globalThis.Request ? input.url : input.toString();
    const body = JSON.parse(typeof init.body === "string" ? init.body : "{}") as Readonly<Record<string, unknown>>;
    if (url.endsWith("/v1/use")) {
      if (this.reportStatus === 204) this.reports.push(body["uses"] as Readonly<Record<string, unknown>>[]);
      return Promise.resolve(problemOr(this.reportStatus));
    }
    return new Promise((answer, fail) => {
      init.signal?.addEventListener("abort", () => {
        const aborted = new DOMException("aborted", "AbortError");
        fail(aborted);
        if (url.includes("/v1/changes/stream")) this.cut(aborted);
      });
      const request = { url, body, answer, fail };
      if (url.includes("/v1/changes/stream")) this.followers.push(request);
      else {
        this.asked++;
        this.questions.push(request);
      }
    });
  };

  get revision(): number {
    return this.history.length - 1;
  }

  /** Something changes; nobody has heard of it yet. */
  commit(state: KeyState, change: Change): void {
    this.history.push(state);
    this.changes.push([change]);
  }

  /** What a node answers that has heard of everything up to a revision. */
  reply(at: number = this.revision, ip?: unknown): Response {
    const state = this.history[at] ?? "active";
    const isOutside = state === "active" && this.allowed?.includes(String(ip)) === false;
    const code = { active: "VALID", inactive: "KEY_INACTIVE", unadmitted: "NOT_ADMITTED" }[state];
    const known = this.validity && { epoch: this.epoch, tokenId: "token-1", ...this.validity };
    const validity = this.allowed ? { validityForIp: known } : { validity: known };
    const subject = { account: ACCOUNT, key: "lk-1", owner: OWNER, external: true, name: "Partner", revision: at };
    if (isOutside) {
      return Response.json({ valid: false, code: "IP_DENIED", ...subject, networksSetBy: "host", ...validity });
    }
    const allowed = state === "active" ? { roles: ["viewer"], resources: RESOURCES } : {};
    return Response.json({ valid: state === "active", code, ...subject, ...allowed, ...validity });
  }

  /** Answers every question that waits, from a node that has heard of everything. */
  answerAll(): void {
    for (const { answer, body } of this.questions.splice(0)) answer(this.reply(this.revision, body["ip"]));
  }

  /** Lets whoever waits for it follow. */
  connect(): void {
    const request = this.followers.shift();
    if (!request) throw new Error("nobody wants to follow");
    const query = new URL(request.url).searchParams;
    const after = Number(query.get("after") ?? "-1");
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (this.#stream = controller) });
    request.answer(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
    if (query.get("epoch") === this.epoch && after <= this.revision) this.#told = after;
    else {
      this.#told = this.revision;
      this.#send("start-over", { epoch: this.epoch, revision: this.revision });
    }
    this.beat();
  }

  get isFollowed(): boolean {
    return this.#stream !== undefined;
  }

  /** Up to which revision followers have been told. */
  get told(): number {
    return this.#told;
  }

  /** Tells of one revision more, where there is one. */
  tellOne(): void {
    if (!this.#stream || this.#told >= this.revision) return;
    this.#told++;
    const changes = this.changes[this.#told] ?? [];
    if (changes.length > 0) this.#send("changes", { epoch: this.epoch, revision: this.#told, changes });
  }

  tellAll(): void {
    while (this.#stream && this.#told < this.revision) this.tellOne();
  }

  beat(ageMs = 0): void {
    this.#send("heartbeat", { epoch: this.epoch, revision: this.#told, ageMs });
  }

  /** The connection breaks. */
  cut(reason: Error = new TypeError("terminated")): void {
    this.#stream?.error(reason);
    this.#stream = undefined;
  }

  /** The service ends the stream by itself. */
  end(code: string): void {
    this.#send("end", { code });
    this.#stream?.close();
    this.#stream = undefined;
  }

  #send(event: string, data: object): void {
    this.#stream?.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }
}

function problemOr(status: number): Response {
  return status === 204
    ? new Response(null, { status })
    : Response.json({ status, code: "UNAVAILABLE", detail: "Later." }, { status });
}
