import fc from "fast-check";
import { expect, test } from "vitest";
import { EventStreamParser } from "./event-stream.ts";

const STREAM =
  ': a comment\n\nevent: changes\ndata: {"a":1}\n\ndata:two\ndata: lines\r\n\r\nevent: only a name\n\nid: 1\nretry\ndata\n\nevent: x\rdata: y\r\rdata: unfinished';
const EVENTS = [
  { event: "changes", data: '{"a":1}' },
  { event: "message", data: "two\nlines" },
  { event: "message", data: "" },
  { event: "x", data: "y" },
];

test("a stream of events means the same however it is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
      const parser = new EventStreamParser();
      const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length];
      const chunks = places.map((place, index) => STREAM.slice(place, places[index + 1] ?? STREAM.length));
      expect(chunks.flatMap((chunk) => parser.push(chunk))).toEqual(EVENTS);
    }),
  );
});

test("an event without end is refused before it fills the memory", () => {
  const parser = new EventStreamParser();
  const line = `data: ${"x".repeat(1024 * 1024)}\n`;
  expect(() => {
    for (let count = 0; count < 20; count++) parser.push(line);
  }).toThrow(RangeError);
});
