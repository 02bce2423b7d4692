import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "..");
const LOCALES = import.meta.dirname;
const PLURAL = /_(zero|one|two|few|many|other)$/;
/** Attributes that people read or hear. */
const SPOKEN = ["aria-label", "aria-description", "alt", "label", "title", "placeholder", "hint", "description"];

/** What is the same word in several languages, or a name. */
const SHARED = /Latchkey|Excel|XLSX|CSV|JSON|Status|Roles|Webhooks?|lk-[\w-]+/g;

type Wording = Map<string, string>;

function readWording(file: string): Wording {
  const wording: Wording = new Map();
  const collect = (value: unknown, path: string): void => {
    if (typeof value === "string") wording.set(path, value);
    else
      for (const [name, part] of Object.entries(value as object)) collect(part, path === "" ? name : `${path}.${name}`);
  };
  collect(JSON.parse(readFileSync(join(LOCALES, file), "utf8")), "");
  return wording;
}

function readSources(): { file: string; source: ts.SourceFile }[] {
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith("testing"))
    .map((file) => {
      const text = readFileSync(join(SOURCES, file), "utf8");
      return { file, source: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
    });
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

const sources = readSources();
const english = readWording("en.json");
const locales = readdirSync(LOCALES).filter((file) => file.endsWith(".json"));
const placeholders = (text: string) => [...text.matchAll(/\{\{\w+\}\}|<\/?\w+>/g)].map(([found]) => found).toSorted();

test("the languages are English, Brazilian Portuguese and Spanish", () => {
  expect(locales.toSorted()).toEqual(["en.json", "es.json", "pt-BR.json"]);
});

test("there are sources and wording to check", () => {
  expect(sources.length).toBeGreaterThan(60);
  expect(english.size).toBeGreaterThan(150);
});

test("no page or component has wording of its own", () => {
  const found: string[] = [];
  for (const { file, source } of sources) {
    walk(source, (node) => {
      if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
      if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) collectText(node.expression);
      if (ts.isJsxAttribute(node) && SPOKEN.includes(node.name.getText())) collectText(node.initializer);

      /** Text that an expression may come to, whatever way it is chosen; not what is handed to functions in it. */
      function collectText(part: ts.Node | undefined): void {
        if (part === undefined || ts.isCallExpression(part) || ts.isJsxElement(part)) return;
        if (ts.isBinaryExpression(part)) return collectText(part.right);
        if (ts.isConditionalExpression(part)) {
          collectText(part.whenTrue);
          collectText(part.whenFalse);
        } else if (ts.isJsxExpression(part) || ts.isParenthesizedExpression(part)) {
          collectText(part.expression);
        } else if (ts.isTemplateExpression(part)) {
          const texts = [part.head, ...part.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
          if (texts.some((text) => /\p{L}/u.test(text))) found.push(`${file}: ${part.getText()}`);
        } else if (ts.isStringLiteralLike(part) && /\p{L}/u.test(part.text)) {
          found.push(`${file}: ${part.getText()}`);
        }
      }
    });
  }
  expect(found).toEqual([]);
});

test("no wording is left over", () => {
  const used = new Set<string>();
  for (const { source } of sources) {
    walk(source, (node) => {
      if (ts.isStringLiteralLike(node)) used.add(node.text);
    });
  }
  expect([...english.keys()].filter((key) => !used.has(key.replace(PLURAL, "")))).toEqual([]);
});

describe.each(locales)("%s", (file) => {
  const wording = readWording(file);
  const base = (key: string) => key.replace(PLURAL, "");

  test("says everything that English says, and nothing else", () => {
    expect(new Set([...wording.keys()].map(base))).toEqual(new Set([...english.keys()].map(base)));
  });

  test("has every plural form that its language has", () => {
    const forms = new Intl.PluralRules(file.replace(".json", "")).resolvedOptions().pluralCategories;
    const plurals = new Set([...wording.keys()].filter((key) => PLURAL.test(key)).map(base));
    const missing = [...plurals].flatMap((key) =>
      forms.map((form) => `${key}_${form}`).filter((name) => !wording.has(name)),
    );
    expect(missing).toEqual([]);
  });

  test("fills in what English fills in, and marks what it marks", () => {
    const other = [...wording].filter(([key, text]) => {
      const model = english.get(key) ?? english.get(`${base(key)}_other`) ?? "";
      // A plural of none or one may leave the number out.
      const wanted = placeholders(model).filter(
        (part) => !(PLURAL.test(key) && /\{\{count\}\}|<\/?strong>/.test(part)),
      );
      const given = placeholders(text).filter((part) => !(PLURAL.test(key) && /\{\{count\}\}|<\/?strong>/.test(part)));
      return !key.endsWith("_zero") && JSON.stringify(given) !== JSON.stringify(wanted);
    });
    expect(other).toEqual([]);
  });

  test("has nothing that is still in English", () => {
    if (file === "en.json") return;
    const same = [...wording].filter(([key, text]) => text === english.get(key));
    const left = same.filter(([, text]) => /\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, "").replace(SHARED, "")));
    expect(left).toEqual([]);
  });

  test("has nothing empty", () => {
    expect([...wording].filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

test("the checks can fail", () => {
  expect(placeholders("<strong>{{a}}</strong>")).not.toEqual(placeholders("{{a}}"));
  expect(relative(SOURCES, LOCALES)).toBe("locales");
});
