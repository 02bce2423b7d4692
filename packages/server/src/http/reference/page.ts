import { type DoorErrorGuide, ERROR_GUIDE } from "./error-guide.ts";
import { html, type Markup, prose } from "./html.ts";
import type { ApiDocument, Operation } from "./openapi-parts.ts";
import { methodMarkup, operationMarkup } from "./operation-markup.ts";
import { schemaMarkup } from "./schema-markup.ts";

/** What a problem's code is as HTTP, and what a refused verification's is; and the codes that doors have of their own. */
export interface KnownCodes {
  readonly problems: Readonly<Record<string, readonly [status: number, title: string]>>;
  readonly refusals: readonly string[];
  readonly doors: readonly DoorErrorGuide[];
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The API reference as one page, which needs nothing from anywhere else but its stylesheet. */
export function referencePage(document: ApiDocument, codes: KnownCodes): string {
  const groups = byTag(document);
  const { info } = document;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${info.title} API reference</title>
        <link rel="stylesheet" href="/docs/reference.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <nav aria-label="Contents">
          <p class="brand">${info.title} <span>API reference</span></p>
          <ul class="top">
            <li><a href="#credentials">Who is asking</a></li>
            <li><a href="#conventions">Conventions</a></li>
            <li><a href="#errors">Errors</a></li>
            <li><a href="#schemas">Objects</a></li>
          </ul>
          ${groups.map(
            ([tag, entries]) =>
              html`<details>
                <summary>${tag}</summary>
                <ul>
                  ${entries.map(
                    ({ method, operation, path }) =>
                      html`<li>
                        <a href="#${operation.operationId}">${methodMarkup(method)} <span>${shortPath(path)}</span></a>
                      </li>`,
                  )}
                </ul>
              </details> `,
          )}
        </nav>
        <main id="content">
          <h1>${info.title} API</h1>
          <p>${prose(info.description ?? "")}</p>
          <p>As a program reads it: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1). Version ${info.version}.</p>
          ${credentialsMarkup(document)} ${conventions}
          ${groups.map(
            ([tag, entries]) =>
              html`<section aria-labelledby="tag-${slug(tag)}">
                <h2 id="tag-${slug(tag)}">${tag}</h2>
                ${entries.map(({ method, operation, path }) => operationMarkup(method, path, operation))}
              </section> `,
          )}
          ${errorsMarkup(codes)}
          <section aria-labelledby="schemas">
            <h2 id="schemas">Objects</h2>
            ${Object.entries(document.components.schemas).map(
              ([name, schema]) =>
                html`<article>
                  <h3 id="schema-${name}">${name}</h3>
                  ${
                    schema.description !== undefined && html`<p>${prose(schema.description)}</p>`
                  }${schemaMarkup(schema)}
                </article> `,
            )}
          </section>
        </main>
      </body>
    </html> `;
  return page.text;
}

/** The document's operations by their first tag, in the order in which both come. */
function byTag({ paths }: ApiDocument): [tag: string, entries: Entry[]][] {
  const groups = new Map<string, Entry[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? "Other";
      groups.set(tag, [...(groups.get(tag) ?? []), { method: method.toUpperCase(), path, operation }]);
    }
  }
  return [...groups];
}

function credentialsMarkup({ components }: ApiDocument): Markup {
  return html`<section aria-labelledby="credentials">
    <h2 id="credentials">Who is asking</h2>
    <ul class="fields">
      ${Object.entries(components.securitySchemes).map(
        ([name, { description = "" }]) =>
          html`<li>
            <code class="name">${name}</code>
            <p>${prose(description)}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

const conventions = html`<section aria-labelledby="conventions">
  <h2 id="conventions">Conventions</h2>
  <ul class="plain">
    <li>
      <b>Lists</b> take <code>limit</code>, <code>cursor</code> and <code>sort</code>, and answer <code>items</code>,
      <code>nextCursor</code> and <code>total</code>. Read on with <code>cursor</code> until <code>nextCursor</code> is
      null.
    </li>
    <li>
      <b>Creating</b> takes an <code>Idempotency-Key</code>: for 24 hours a repeat creates nothing and gets the first
      answer, without its secret.
    </li>
    <li>
      <b>Editing</b> takes the <code>ETag</code> that was read as <code>If-Match</code>, and is refused with 412 where
      it is old.
    </li>
    <li>
      <b>Secrets</b> stand in the one answer that delivers them, and in no address: a token in any other field is
      refused.
    </li>
  </ul>
</section>`;

function errorsMarkup({ doors, problems, refusals }: KnownCodes): Markup {
  const rows = Object.entries(ERROR_GUIDE).map(([code, says]): CodeRow => {
    const [status, title] = problems[code] ?? [code === "INTERNAL" ? 500 : undefined, undefined];
    const isRefusal = refusals.includes(code);
    const as = [status === undefined ? [] : [String(status)], isRefusal ? ["decision"] : []].flat().join(", ");
    return { id: `error-${code}`, code, as, title, says };
  });
  return html`<section aria-labelledby="errors">
    <h2 id="errors">Errors</h2>
    <p>
      What isn't a success is <a href="#schema-Problem">a problem</a> with one of these codes, which don't change; its
      text may. A <b>decision</b> is no error: a verification answers 200 with <code>valid: false</code> and the code.
    </p>
    ${codesMarkup("Errors", rows)}
    ${doors.map(
      ({ about, codes, id, title }) =>
        html`<h3 id="errors-${id}">${title}</h3>
          <p>${prose(about)}</p>
          ${codesMarkup(
            `Errors of ${title}`,
            Object.entries(codes).map(([code, { as, says }]) => ({ id: `${id}-${code}`, code, as, says })),
          )} `,
    )}
  </section>`;
}

interface CodeRow {
  readonly id: string;
  readonly code: string;
  readonly as: string;
  readonly title?: string | undefined;
  readonly says: string;
}

function codesMarkup(label: string, rows: readonly CodeRow[]): Markup {
  return html`<table aria-label="${label}">
    <thead>
      <tr>
        <th scope="col">Code</th>
        <th scope="col">As</th>
        <th scope="col">Meaning, and what to do</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ as, code, id, says, title }) =>
          html`<tr id="${id}">
            <th scope="row"><code>${code}</code></th>
            <td>${as}</td>
            <td>${title !== undefined && html`<b>${title}.</b> `}${prose(says)}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function shortPath(path: string): string {
  return path.replace(/^\/v1\/accounts\/\{account\}(?=\/)/, "…").replace(/^\/v1(?=\/)/, "");
}

function slug(text: string): string {
  return text.toLowerCase().replace(/\W+/g, "-");
}
