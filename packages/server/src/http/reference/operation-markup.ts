import { html, type Markup, prose } from "./html.ts";
import type { Operation, Parameter } from "./openapi-parts.ts";
import { fieldMarkup, schemaMarkup } from "./schema-markup.ts";

/** One operation: what it is for, what it takes and what it answers. */
export function operationMarkup(method: string, path: string, operation: Operation): Markup {
  const { description, operationId, parameters = [], responses, security = [], summary } = operation;
  const inOrder = ["path", "query", "header"].map((place) => parameters.filter((one) => one.in === place));
  const answers = Object.entries(responses).filter(([status]) => !/^[45]/.test(status));
  return html`<article aria-labelledby="${operationId}">
    <h3 id="${operationId}">${methodMarkup(method)} <code>${breakable(path)}</code></h3>
    ${summary !== undefined && html`<p class="summary">${prose(summary)}.</p>`}${
      description !== undefined && html`<p>${prose(description)}</p>`
    }${security.length === 0 && html`<p class="note">Needs no credential of its own.</p>`}
    ${inOrder.map(parametersMarkup)}${bodyMarkup(operation)}
    ${answers.map(([status, { content = {}, description: says }]) => {
      const types = Object.entries(content);
      const isTelling = says !== undefined && says !== "Default Response";
      return html`<h4>Answers ${status}${isTelling && html` <span class="aside">${says}</span>`}</h4>
        ${types.length === 0 ? html`<p class="type">without a body</p>` : types.map(([type, { schema }]) => contentMarkup(type, schema))}`;
    })}
  </article> `;
}

/** A method, in a colour of its own. */
export function methodMarkup(method: string): Markup {
  return html`<span class="method ${method.toLowerCase()}">${method}</span>`;
}

function bodyMarkup({ requestBody }: Operation): Markup | undefined {
  const types = Object.entries(requestBody?.content ?? {});
  if (types.length === 0) return undefined;
  return html`<h4>Body</h4>
    ${types.map(([type, { schema }]) => contentMarkup(type, schema))}`;
}

function parametersMarkup(parameters: readonly Parameter[]): Markup {
  const [first] = parameters;
  if (!first) return html``;
  const titles: Readonly<Record<string, string>> = { path: "In the path", query: "Query", header: "Headers" };
  return html`<h4>${titles[first.in] ?? first.in}</h4>
    <ul class="fields">
      ${parameters.map(({ description, name, required, schema = {} }) =>
        fieldMarkup(name, schema, required === true, description),
      )}
    </ul> `;
}

function contentMarkup(type: string, schema: Parameters<typeof schemaMarkup>[0] = {}): Markup {
  const isJson = type === "application/json";
  return html`${!isJson && html`<p class="aside"><code>${type}</code></p>`}${schemaMarkup(schema)}`;
}

/** A path that narrow screens may break before each of its segments. */
function breakable(path: string): Markup {
  return html`${path.split(/(?=\/)/).map((segment, index) => (index === 0 ? html`${segment}` : html`<wbr />${segment}`))}`;
}
