import { Readable } from "node:stream";
import { DomainError } from "../domain/errors.ts";
import type { ChangeNews, ChangeTail } from "../verify/change-tail.ts";

/** Bytes that wait for one follower at most. Who reads more slowly than that is cut off, and may come again. */
const WAITING_MOST_BYTES = 2 * 1024 * 1024;
/** Followers of one node. */
const FOLLOWERS_MOST = 1_000;

/** How old what this node knows is. */
interface Age {
  readonly ageMs: () => number;
  readonly isStale: () => boolean;
}

/** Why a stream ends. */
type EndCode = "STALE" | "UNAUTHENTICATED" | "UNAVAILABLE";

/** Whom a stream is for. */
export interface FollowerOfChanges {
  /** Up to where it has heard of everything; absent where it has heard of nothing. */
  readonly from?: { readonly epoch?: string | undefined; readonly revision: number } | undefined;
  /** Whether its credential still counts: asked whenever that may have changed, and at each heartbeat. */
  readonly mayFollow: () => boolean;
}

interface Stream {
  readonly beat: () => void;
  readonly end: (code: EndCode) => void;
}

/**
 * The open streams of server-sent events (WHATWG HTML, 9.2) that tell services what has changed. Each event is written when the
 * change is in force on this node, before the reply to what brought it about.
 */
export class ChangeStreams {
  readonly #tail: ChangeTail;
  readonly #age: Age;
  readonly #streams = new Set<Stream>();
  readonly #waitingMostBytes: number;

  constructor(tail: ChangeTail, age: Age, waitingMostBytes: number = WAITING_MOST_BYTES) {
    this.#tail = tail;
    this.#age = age;
    this.#waitingMostBytes = waitingMostBytes;
  }

  /** How many follow. */
  get size(): number {
    return this.#streams.size;
  }

  /**
   * Begins to tell somebody. Ends by itself where the stream is destroyed.
   *
   * @throws DomainError `TOO_MANY_AT_ONCE`
   */
  open({ from, mayFollow }: FollowerOfChanges): Readable {
    if (this.#streams.size >= FOLLOWERS_MOST) {
      throw new DomainError("TOO_MANY_AT_ONCE", "Too many follow the changes of this node.", { retryAfterSeconds: 5 });
    }
    const readable = new Readable({ read: () => undefined });
    const write = (text: string): void => {
      if (readable.destroyed || readable.readableEnded) return;
      if (readable.readableLength + text.length > this.#waitingMostBytes) readable.destroy();
      else readable.push(text);
    };
    const stop = (): void => {
      stopListening();
      this.#streams.delete(stream);
    };
    const end = (code: EndCode): void => {
      stop();
      write(eventText("end", { code }));
      if (!readable.destroyed) readable.push(null);
    };
    const stopListening = this.#tail.listen((news) => {
      if (mayHaveEndedServices(news) && !mayFollow()) end("UNAUTHENTICATED");
      else write(newsText(news));
    });
    const stream: Stream = {
      end,
      beat: () => {
        if (this.#age.isStale()) end("STALE");
        else if (!mayFollow()) end("UNAUTHENTICATED");
        else write(this.#heartbeat());
      },
    };
    this.#streams.add(stream);
    readable.once("close", stop);
    for (const news of this.#tail.since(from)) write(newsText(news));
    write(this.#heartbeat());
    return readable;
  }

  /** Tells everybody that this node lives, and how old what it knows is. To be called each second. */
  beat(): void {
    for (const stream of this.#streams) stream.beat();
  }

  /** Ends every stream: the server goes. */
  endAll(): void {
    for (const stream of this.#streams) stream.end("UNAVAILABLE");
  }

  #heartbeat(): string {
    const { epoch, revision } = this.#tail.position ?? { epoch: "", revision: -1 };
    return eventText("heartbeat", { epoch, revision, ageMs: Math.max(0, Math.ceil(this.#age.ageMs())) });
  }
}

function mayHaveEndedServices(news: ChangeNews): boolean {
  return news.kind === "start-over" || news.changes.some(({ kind }) => kind === "service-key");
}

/** Each is the same for all who hear it. */
const newsTexts = new WeakMap<ChangeNews, string>();

function newsText(news: ChangeNews): string {
  const known = newsTexts.get(news);
  if (known !== undefined) return known;
  const { kind, ...data } = news;
  const text = eventText(kind, data);
  newsTexts.set(news, text);
  return text;
}

function eventText(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
