/** Most networks that the service takes for one key. */
export const NETWORKS_MOST = 50;

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?=\d)|$)){4}$/;
const IPV6 = /^[\da-f:.]*:[\da-f:.]*$/i;

/** Networks as they are filled in: one a line. */
export function networksText(networks: readonly string[]): string {
  return networks.join("\n");
}

/** The networks that were filled in, whatever stands between them. */
export function networksOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** Whether something is an IP address. The service has the last word. */
export function isAddress(text: string): boolean {
  return IPV4.test(text) || (IPV6.test(text) && URL.canParse(`http://[${text}]`));
}

/** The first of what was filled in that is neither an address nor a network. */
export function firstWrong(text: string): string | undefined {
  return networksOf(text).find((network) => {
    const [address = "", length = "0", ...more] = network.split("/");
    const most = IPV4.test(address) ? 32 : 128;
    return !isAddress(address) || !/^\d{1,3}$/.test(length) || Number(length) > most || more.length > 0;
  });
}

/** The part of a change that networks are: empty where they are those that there were, so that nothing else is overwritten. */
export function networksChange(before: readonly string[], text: string): { readonly allowedNetworks?: string[] } {
  const networks = networksOf(text);
  return networks.join() === before.join() ? {} : { allowedNetworks: networks };
}
