// What Node's HTTP server does by itself: the measure that others are held against. It answers 200 with given headers and body;
// of a request with a body it reads and parses that, as any service that answers JSON has to.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Given as JSON in the first argument. */
export interface BareAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** `null`: none, and none is read. */
  readonly body: object | null;
}

const { body, headers } = JSON.parse(process.argv[2] ?? "") as BareAnswer;

const server = createServer((request, response) => {
  if (body === null) {
    response.writeHead(200, headers).end();
    return;
  }
  const chunks: Buffer[] = [];
  request
    .on("data", (chunk: Buffer) => void chunks.push(chunk))
    .on("end", () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, headers).end(JSON.stringify(body));
    });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`));
