import { createClient } from "@latchkey/sdk/client";

/** The console's own service, asked as whoever is signed in. */
export const client = createClient({ baseUrl: "" });
