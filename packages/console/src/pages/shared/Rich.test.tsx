import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderInAccount } from "../../testing/render-in-account.tsx";
import { Rich } from "./Rich.tsx";

test("marks in the wording count, marks in a name are text", () => {
  const owner = "<code>Evil</code> & <img src=x onerror=alert(1)> {{key}}";
  renderInAccount(
    <p data-testid="text">
      <Rich i18nKey="external.removeText" values={{ owner, account: "Acme", key: "lk-x" }} />
    </p>,
  );
  const text = screen.getByTestId("text");
  expect(text.querySelector("strong")?.textContent).toBe(owner);
  expect(text.querySelectorAll("code")).toHaveLength(1);
  expect(text.querySelector("code")?.textContent).toBe("lk-x");
  expect(text.querySelector("img")).toBeNull();
});

test.each([
  [0, "Only Acme itself is affected: no other account admitted this key."],
  [1, "This concerns Acme and 1 other account that admitted the key."],
  [3, "This concerns Acme and 3 other accounts that admitted the key."],
])("the plural of %i", (count, words) => {
  renderInAccount(
    <p data-testid="text">
      <Rich i18nKey="generated.affected" count={count} values={{ account: "Acme" }} />
    </p>,
  );
  expect(screen.getByTestId("text").textContent).toBe(words);
});
