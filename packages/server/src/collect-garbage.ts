import { Session } from "node:inspector/promises";

/** Has V8 collect all garbage and give its room back. Everything stands still meanwhile: half a second for a million keys. */
export async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post("HeapProfiler.collectGarbage");
  } finally {
    session.disconnect();
  }
}
