/** One event of a stream of server-sent events. */
export interface ServerEvent {
  /** `message` where the stream doesn't say. */
  readonly event: string;
  readonly data: string;
}

/** Longest event that is read, in UTF-16 units: whoever sends more than that isn't the service. */
const EVENT_MAX_LENGTH = 16 * 1024 * 1024;

/** Reads server-sent events (WHATWG HTML, 9.2.6) from chunks of text, however they are cut. */
export class EventStreamParser {
  #text = "";
  #event = "";
  #data: string[] = [];
  #length = 0;

  /** Takes a chunk; answers the events that end in it. @throws {RangeError} for an event without end */
  push(chunk: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    // A line may end with CR LF, LF or CR; a CR at the very end may be half of a CR LF.
    const lines = (this.#text + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#text = lines.pop() ?? "";
    for (const line of lines) {
      const event = this.#take(line);
      if (event) events.push(event);
    }
    if (this.#length + this.#text.length > EVENT_MAX_LENGTH) throw new RangeError("an event is too long");
    return events;
  }

  #take(line: string): ServerEvent | undefined {
    if (line === "") {
      const event = { event: this.#event || "message", data: this.#data.join("\n") };
      const isEmpty = this.#data.length === 0;
      this.#event = "";
      this.#data = [];
      this.#length = 0;
      return isEmpty ? undefined : event;
    }
    this.#length += line.length;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    else if (field === "data") this.#data.push(value);
    return undefined;
  }
}
