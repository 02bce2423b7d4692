const NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const IP_LITERAL = /^\[[0-9a-f:.]{2,45}\]$/;

/** A host without its port, in lower case, or `undefined` for what isn't one host: a list, a name that ends in a dot. */
export function readHost(text: string): string | undefined {
  const host = text.toLowerCase().replace(/:\d{1,5}$/, "");
  return NAME.test(host) || IP_LITERAL.test(host) ? host : undefined;
}
