import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import { forgetLinkSecret, takeLinkSecrets, useLinkSecret } from "./link-secret.ts";

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
});

test.each(["/credentials/l1", "/credentials/l1/", "/join/i1"])(
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
