import { html, type Markup, prose } from "./html.ts";
import type { JsonSchema } from "./openapi-parts.ts";

/** A pattern that is longer explains nothing to people: what it is for is said by the format. */
const PATTERN_MAX_LENGTH = 60;

/** A schema's fields under each other, with those of objects within them; of anything else, what it is. */
export function schemaMarkup(schema: JsonSchema): Markup {
  const { properties } = schema;
  if (!properties) {
    const inner = fieldsWithin(schema);
    return html`<p class="type">${typeMarkup(schema)}</p>
      ${inner}`;
  }
  const required = new Set(schema.required);
  return html`<ul class="fields">
    ${Object.entries(properties).map(([name, field]) => fieldMarkup(name, field, required.has(name)))}
  </ul>`;
}

/** One field or parameter. */
export function fieldMarkup(name: string, field: JsonSchema, isRequired: boolean, description?: string): Markup {
  const says = description ?? field.description;
  return html`<li>
    <code class="name">${name}</code> <span class="type">${typeMarkup(field)}</span>${
      isRequired ? html` <span class="required">required</span>` : ""
    }${says !== undefined && html`<p>${prose(says)}</p>`}${fieldsWithin(field)}
  </li>`;
}

/** The fields of the objects that a field holds, where they have no name of their own. */
function fieldsWithin(schema: JsonSchema): Markup | undefined {
  if (schema.properties) return schemaMarkup(schema);
  if (schema.items) return fieldsWithin(schema.items);
  const objects = alternatives(schema).filter(({ properties }) => properties);
  return objects.length > 0 ? html`${objects.map(schemaMarkup)}` : undefined;
}

function alternatives({ anyOf, oneOf, allOf }: JsonSchema): readonly JsonSchema[] {
  return anyOf ?? oneOf ?? allOf ?? [];
}

function typeMarkup(schema: JsonSchema): Markup {
  const { $ref, items } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const either = alternatives(schema);
  if (either.length > 0) return joined(either.map(typeMarkup), " or ");
  if (schema.enum) return joined(schema.enum.map(codeMarkup), " | ");
  if (schema.const !== undefined) return codeMarkup(schema.const);
  if (items) return html`list of ${typeMarkup(items)}${boundsMarkup(schema)}`;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["any"]);
  return html`${schema.format ?? types.join(" or ")}${boundsMarkup(schema)}`;
}

function boundsMarkup(schema: JsonSchema): Markup {
  const { maxItems, maxLength, maximum, minItems, minLength, minimum, pattern } = schema;
  const safe = (bound: number | undefined) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;
  const bounds = [
    range(minLength, maxLength, "characters"),
    range(minItems, maxItems, "items"),
    range(safe(minimum), safe(maximum), ""),
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ].filter((bound) => bound !== undefined);
  const isTelling = pattern !== undefined && pattern.length <= PATTERN_MAX_LENGTH;
  return html`${bounds.map((bound) => html`, ${bound}`)}${isTelling && html`, like <code>${pattern}</code>`}`;
}

function range(least: number | undefined, most: number | undefined, unit: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  const bounds =
    least === undefined ? `at most ${most}` : most === undefined ? `at least ${least}` : `${least} to ${most}`;
  return `${bounds} ${unit}`.trim();
}

function codeMarkup(value: unknown): Markup {
  return html`<code>${typeof value === "string" ? value : JSON.stringify(value)}</code>`;
}

function joined(parts: readonly Markup[], separator: string): Markup {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${separator}${part}`))}`;
}
