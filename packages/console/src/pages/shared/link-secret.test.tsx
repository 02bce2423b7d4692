import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import { forgetLinkSecret, keepLinkSecretFor, takeKept, takeLinkSecrets, useLinkSecret } from "./link-secret.ts";

function Shown() {
  return <p>{useLinkSecret() ?? "none"}</p>;
}

function open(address: string): void {
  history.replaceState({ kept: true }, "", address);
  act(() => void dispatchEvent(new Event("hashchange")));
}

beforeAll(takeLinkSecrets);

afterEach(() => {
  cleanup();
  forgetLinkSecret();
  history.replaceState(null, "", "/");
  sessionStorage.clear();
});

test.each(["/credentials/l1", "/credentials/l1/", "/join/i1", "/reset/r1"])(
  "the secret of %s is out of the address at once, and nowhere in the history",
  (path) => {
    const length = history.length;
    render(<Shown />);
    open(`${path}#lkl_secret`);
    expect(location.href).not.toContain("lkl_");
    expect(location.pathname).toBe(path);
    expect(history.length).toBe(length);
    expect(history.state).toEqual({ kept: true });
    expect(screen.getByText("lkl_secret")).toBeTruthy();
  },
);

test("another link opened in the same tab takes the first one's place", () => {
  render(<Shown />);
  open("/credentials/l1#one");
  open("/credentials/l1#two");
  expect(screen.getByText("two")).toBeTruthy();
});

test.each(["/accounts/acme/api-keys#content", "/credentials#x", "/credentials/l1/more#x"])(
  "%s is left as it is",
  (address) => {
    render(<Shown />);
    open(address);
    expect(location.hash).not.toBe("");
    expect(screen.getByText("none")).toBeTruthy();
  },
);

test("a secret that is forgotten is gone", () => {
  render(<Shown />);
  open("/credentials/l1#one");
  act(forgetLinkSecret);
  expect(screen.getByText("none")).toBeTruthy();
});

const MINUTES_MS = 60_000;

/** Leaves a link's page for a provider and comes back to some page, which has forgotten everything. */
function comeBack(to: string, awayMs: number): void {
  open("/join/i1#one");
  keepLinkSecretFor("/join/i1", 1_000);
  act(forgetLinkSecret);
  history.replaceState(null, "", to);
  act(() => takeKept(1_000 + awayMs));
}

test("whoever is away to sign in elsewhere finds the secret again, once", () => {
  render(<Shown />);
  comeBack("/join/i1", 9 * MINUTES_MS);
  expect(screen.getByText("one")).toBeTruthy();
  expect(location.href).not.toContain("one");
  expect(sessionStorage).toHaveLength(0);
  act(forgetLinkSecret);
  act(() => takeKept(1_000));
  expect(screen.getByText("none")).toBeTruthy();
});

test("whoever comes back too late doesn't, and it is kept no longer", () => {
  render(<Shown />);
  comeBack("/join/i1", 10 * MINUTES_MS);
  expect(screen.getByText("none")).toBeTruthy();
  expect(sessionStorage).toHaveLength(0);
});

test("another page doesn't get it, nor another link's; it waits for its own, until it is over", () => {
  render(<Shown />);
  for (const to of ["/sign-in", "/join/i2", "/credentials/i1"]) {
    comeBack(to, MINUTES_MS);
    expect(screen.getByText("none")).toBeTruthy();
    expect(sessionStorage).toHaveLength(1);
  }
  act(() => takeKept(1_000 + 10 * MINUTES_MS));
  expect(sessionStorage).toHaveLength(0);
});

test("nothing is kept where the person comes back to no link's page, or there is no secret", () => {
  keepLinkSecretFor("/join/i1");
  open("/join/i1#one");
  keepLinkSecretFor("/accounts/acme/api-keys");
  keepLinkSecretFor(undefined);
  expect(sessionStorage).toHaveLength(0);
});

test("a link that is opened anew counts before the one that was left; what isn't ours to read is dropped", () => {
  render(<Shown />);
  open("/join/i1#one");
  keepLinkSecretFor("/join/i1", 1_000);
  open("/join/i1#two");
  act(() => takeKept(1_000));
  expect(screen.getByText("two")).toBeTruthy();
  for (const text of ["", "{", "null", '{"secret":1,"untilMs":1e15}']) {
    act(forgetLinkSecret);
    sessionStorage.setItem("latchkey.link /join/i1", text);
    act(() => takeKept(1_000));
    expect(screen.getByText("none")).toBeTruthy();
    expect(sessionStorage).toHaveLength(0);
  }
});
