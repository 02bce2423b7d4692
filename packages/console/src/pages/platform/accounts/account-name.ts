/** What the service takes as the name of an account. */
const ACCOUNT_NAME = /^(?=.{2,40}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_LENGTH = 40;

export function isAccountName(name: string): boolean {
  return ACCOUNT_NAME.test(name);
}

/** A name for an account that people call so: "Farmácias App" becomes "farmacias-app". Empty where nothing is left of it. */
export function suggestAccountName(displayName: string): string {
  return (
    displayName
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, "-")
      // It begins with a letter.
      .replace(/^[^a-z]+/, "")
      .slice(0, MAX_LENGTH)
      .replace(/-+$/, "")
  );
}
