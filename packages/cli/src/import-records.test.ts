import { describe, expect, it } from "vitest";
import { importRecords } from "./import-records.ts";

const COLUMNS = ["account", "key", "name", "roles", "token", "requestsPerMinute"];
const csv = (text: string) => importRecords(text, "csv", COLUMNS);
const jsonl = (text: string) => importRecords(text, "jsonl", COLUMNS);

describe("what is to be imported", () => {
  it("is read from CSV, with quotes, a byte order mark and either line end", () => {
    const text =
      '\uFEFFkey,roles,name,requestsPerMinute\r\nvtex-1,a b,"The ""ERP"",\nof ours",60\r\n\r\nvtex-2,,"  ",\r\n';
    expect(csv(text)).toEqual([
      {
        line: 3,
        fields: { key: "vtex-1", roles: ["a", "b"], name: 'The "ERP",\nof ours', requestsPerMinute: 60 },
      },
      { line: 5, fields: { key: "vtex-2" } },
    ]);
  });

  it("is read from lines of JSON as the API takes them", () => {
    expect(jsonl('{"key":"vtex-1","roles":["a"]}\n\n {"key":"vtex-2"}\r\n')).toEqual([
      { line: 1, fields: { key: "vtex-1", roles: ["a"] } },
      { line: 3, fields: { key: "vtex-2" } },
    ]);
    expect(jsonl("")).toEqual([]);
    expect(csv("")).toEqual([]);
  });

  it.each([
    ["csv", "key,token\nvtex-1,SECRETSECRET,more\n", "line 2 is no CSV"],
    ["csv", 'key,token\nvtex-1,SECRET"SECRET\n', "line 2 is no CSV"],
    ["csv", "vtex-1,SECRETSECRET\n", "line 1 must name the columns"],
    ["csv", "key,key\nvtex-1,SECRETSECRET\n", "line 1 must name the columns"],
    ["jsonl", '{"key":"vtex-1"}\n{"token":"SECRETSECRET"', "line 2 is no JSON object"],
    ["jsonl", '["SECRETSECRET"]', "line 1 is no JSON object"],
    ["jsonl", "SECRETSECRET", "line 1 is no JSON object"],
  ] as const)("rule 2: as %s that can't be read is named by its line, and not repeated", (format, text, message) => {
    const read = () => importRecords(text, format, COLUMNS);
    expect(read).toThrow(message);
    expect(read).not.toThrow("SECRET");
  });
});
