import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/**
 * What a link does with what it is given:
 *
 * - `open`: carries it
 * - `slow`: carries it late
 * - `silent`: keeps it, without a word to either side, and carries it once it is open again; new connections hang
 * - `deaf`: carries what goes to the server, and keeps what comes back: what was asked for happens, and nobody hears of it
 * - `refuse`: breaks every connection, those that are there and those that come
 */
export type LinkMode = "open" | "slow" | "silent" | "deaf" | "refuse";

/** How late a slow link carries each piece, in milliseconds. */
const SLOW_MS = 50;

/** A way over TCP from a client to a server that can be broken in the ways that networks break. Close it at the end. */
export class BreakableLink implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: URL;
  readonly #pairs = new Set<Pair>();
  #mode: LinkMode = "open";

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  /** Opens a link to where a URL leads. */
  static async to(target: string): Promise<BreakableLink> {
    const link = new BreakableLink(new URL(target));
    link.#server.listen(0, "127.0.0.1");
    await once(link.#server, "listening");
    return link;
  }

  /** The URL by which the server is reached over this link. */
  get url(): string {
    const url = new URL(this.#target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** The URL by which the server is reached past this link. */
  get target(): string {
    return this.#target.href;
  }

  get mode(): LinkMode {
    return this.#mode;
  }

  set mode(mode: LinkMode) {
    this.#mode = mode;
    if (mode === "refuse") this.drop();
    for (const pair of this.#pairs) pair.flush();
  }

  /** Breaks the connections that are there; new ones fare as the mode says. */
  drop(): void {
    for (const pair of this.#pairs) pair.break();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.drop();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(client: Socket): void {
    if (this.#mode === "refuse") {
      client.on("error", () => undefined).resetAndDestroy();
      return;
    }
    const upstream = connect(Number(this.#target.port), this.#target.hostname);
    const pair = new Pair(client, upstream, () => this.#mode);
    this.#pairs.add(pair);
    client.once("close", () => this.#pairs.delete(pair));
  }
}

/** One connection through a link: what goes either way waits in order while the mode has it wait. */
class Pair {
  readonly #ways: readonly [Way, Way];
  readonly #sockets: readonly [Socket, Socket];

  constructor(client: Socket, upstream: Socket, mode: () => LinkMode) {
    this.#sockets = [client, upstream];
    this.#ways = [
      new Way(client, upstream, () => pace(mode(), "silent")),
      new Way(upstream, client, () => pace(mode(), "silent", "deaf")),
    ];
    for (const socket of this.#sockets) socket.setNoDelay(true).on("error", () => this.break());
  }

  flush(): void {
    for (const way of this.#ways) way.flush();
  }

  break(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
    for (const way of this.#ways) way.forget();
  }
}

function pace(mode: LinkMode, ...held: readonly LinkMode[]): "held" | "late" | "now" {
  if (held.includes(mode)) return "held";
  return mode === "slow" ? "late" : "now";
}

/** One direction. The end of a stream is carried like what comes before it. */
class Way {
  readonly #to: Socket;
  readonly #pace: () => "held" | "late" | "now";
  readonly #waiting: (Buffer | "end")[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, pace: () => "held" | "late" | "now") {
    this.#to = to;
    this.#pace = pace;
    from.on("data", (piece: Buffer) => this.#carry(piece)).once("end", () => this.#carry("end"));
  }

  flush(): void {
    if (this.#timer !== undefined) return;
    const at = this.#pace();
    if (at === "held" || this.#waiting.length === 0) return;
    if (at === "late") {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        if (this.#pace() !== "held") this.#send();
        this.flush();
      }, SLOW_MS);
      return;
    }
    while (this.#waiting.length > 0) this.#send();
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.length = 0;
  }

  #carry(piece: Buffer | "end"): void {
    this.#waiting.push(piece);
    this.flush();
  }

  #send(): void {
    const piece = this.#waiting.shift();
    if (piece === undefined || this.#to.destroyed) return;
    if (piece === "end") this.#to.end();
    else this.#to.write(piece);
  }
}
