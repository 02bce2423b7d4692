import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres-server.ts";

const projectsWithoutDatabase = new Set(["console"]);

/** Starts the one PostgreSQL of a test run, unless only projects run that have no use for it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.vitest.projects.every(({ name }) => projectsWithoutDatabase.has(name))) return undefined;
  const server = await startPostgres();
  project.provide("postgresUrl", server.url);
  return server.stop;
}
