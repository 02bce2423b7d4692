const ANYWHERE: readonly string[] = [];

/** Networks as they are kept: null where there are none, as for nearly all. */
export function networksText(networks: readonly string[]): string | null {
  return networks.length === 0 ? null : JSON.stringify(networks);
}

export function parseNetworks(text: string | null): readonly string[] {
  return text === null ? ANYWHERE : (JSON.parse(text) as string[]);
}
