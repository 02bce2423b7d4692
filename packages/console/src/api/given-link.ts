/** A link that one gives to a person, and whether a mail takes it to them. It is in this one answer and nowhere else. */
export interface GivenLink {
  readonly email: string;
  readonly mail: "none" | "on-its-way" | "sent" | "failed";
  readonly link: { readonly url: string; readonly expiresAt: string };
}

/** An answer that has to have its link: only a repeat, which the console doesn't send, would lack it. */
export function withLink<Answer extends { readonly link?: GivenLink["link"] }>(
  answer: Answer,
): Answer & Pick<GivenLink, "link"> {
  const { link } = answer;
  if (link === undefined) throw new TypeError("the service answered without the link that it made");
  return { ...answer, link };
}
