import { containsSecret } from "@latchkey/sdk/credential-format";
import { useState } from "react";

export interface SecretRefusal {
  /** Whether a secret was just taken out of the field. */
  readonly isRefused: boolean;
  /** What may stay of what was typed or pasted: nothing, where it holds a secret (rule 2). */
  readonly keep: (value: string) => string;
}

/** For a field that is no secret's own. */
export function useSecretRefusal(): SecretRefusal {
  const [isRefused, setRefused] = useState(false);
  return {
    isRefused,
    keep(value) {
      const isSecret = containsSecret(value);
      setRefused(isSecret);
      return isSecret ? "" : value;
    },
  };
}
