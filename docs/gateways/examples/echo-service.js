// A service behind a gateway: it answers with what reached it.
import { createServer } from "node:http";

createServer((request, response) => {
  const { headers, method, url } = request;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ method, url, headers }));
}).listen(Number(process.env.PORT ?? 9000), "127.0.0.1");
