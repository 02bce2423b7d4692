import type { Page } from "playwright-core";

/** Collects what goes wrong on a page: what a person would find in the browser's developer tools. */
export interface PageWatch {
  /**
   * One line each: console errors and warnings, uncaught errors, violations of the content security policy, requests
   * that got no answer (those that the page itself gave up don't count).
   */
  readonly problems: readonly string[];
  /**
   * Takes away problems that a test provokes, such as the browser's console line on a refused sign-in.
   *
   * @throws When there is none.
   */
  takeExpected(pattern: RegExp): void;
  /** @throws When there is a problem; the message lists all. */
  expectNoProblems(): void;
}

const reportBinding = "__latchkeyTestReport";

/** Watches a page from now on, over navigations. Call it before the first one. */
export async function watchPage(page: Page): Promise<PageWatch> {
  const problems: string[] = [];

  page.on("console", (message) => {
    const type = message.type();
    if (type === "error" || type === "warning") problems.push(`console ${type}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "unknown reason";
    if (reason !== "net::ERR_ABORTED")
      problems.push(`failed request: ${request.method()} ${request.url()} (${reason})`);
  });

  await page.exposeFunction(reportBinding, (violation: string) =>
    problems.push(`content security policy: ${violation}`),
  );
  await page.addInitScript((binding) => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, sample }) => {
      const report = (globalThis as unknown as Record<string, (violation: string) => void>)[binding];
      report?.(`${effectiveDirective} blocked ${blockedURI} in ${sourceFile} ${sample}`.trim());
    });
  }, reportBinding);

  return {
    problems,
    takeExpected(pattern) {
      const others = problems.filter((problem) => !pattern.test(problem));
      if (others.length === problems.length)
        throw new Error(`No problem matches ${pattern}. There are:\n${list(problems)}`);
      problems.splice(0, problems.length, ...others);
    },
    expectNoProblems() {
      if (problems.length > 0) throw new Error(`The page has problems:\n${list(problems)}`);
    },
  };
}

function list(problems: readonly string[]): string {
  return problems.map((problem) => `- ${problem}`).join("\n");
}
