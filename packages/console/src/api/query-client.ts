import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

const MAX_RETRIES = 2;
/** Codes by which the service asks who it is, rather than says that a session has ended. */
const ASKING: readonly string[] = ["SIGN_IN_FAILED", "SIGN_IN_NEEDED"];

/**
 * What the console remembers of the service's answers.
 *
 * @param onSignedOut called when an answer shows that the session has ended
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof LatchkeyError && error.status === 401 && !ASKING.includes(error.code)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (failures, error) => failures < MAX_RETRIES && isPassing(error) },
    },
  });
}

/** Whether asking again may help. What the service refused it will refuse again. */
function isPassing(error: Error): boolean {
  return error instanceof LatchkeyError && (error.status === 0 || error.status >= 502);
}
