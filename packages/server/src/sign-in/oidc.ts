import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  type ClientAuth,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from "openid-client";
import { z } from "zod";
import type { SealedText } from "../domain/user.ts";
import { type IdentityProvider, ProviderError } from "./sign-in.ts";

/** Where the one provider stands in our addresses. */
const PROVIDER_ID = "main";
/** How long somebody may take at the provider, in milliseconds. */
const RETURN_WITHIN_MS = 10 * 60 * 1_000;
/** How long the provider may take to answer us, in seconds. */
const TIMEOUT_SECONDS = 10;
/** How far the provider's clock may be off, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 30;
const SEALED_FOR = "OpenID Connect";
/** Bytes of state, nonce and code verifier: 256 bits each. */
const RANDOM_LENGTH = 32;
/** OpenID Connect Core: a subject has no more characters. */
const SUBJECT_MAX_LENGTH = 255;

/** How a provider is reached, as the environment says. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As people know it. */
  readonly name: string;
}

export interface OidcParts {
  readonly settings: OidcSettings;
  readonly sealer: {
    seal(text: string, context: string): SealedText;
    open(sealed: SealedText, context: string): string | undefined;
  };
  /** Names the server secret that seals. */
  readonly secretId: string;
  readonly randomBytes: (length: number) => Uint8Array;
  /** In milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** What a browser brings back from the provider, beside its answer. */
const journeySchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  expiresAtMs: z.number(),
});

/**
 * Sign-in by OpenID Connect, spoken by openid-client: code flow with PKCE, state and nonce. The provider is asked what it can
 * at the first sign-in: one that is away doesn't hold up the start.
 */
export function oidcProvider({ nowMs, randomBytes, sealer, secretId, settings }: OidcParts): IdentityProvider {
  let known: Promise<Configuration> | undefined;
  const provider = () => {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const random = () => Buffer.from(randomBytes(RANDOM_LENGTH)).toString("base64url");

  return {
    id: PROVIDER_ID,
    name: settings.name,

    begin: (redirectUri, to) =>
      refusing(async () => {
        const configuration = await provider();
        const [state, nonce, verifier] = [random(), random(), random()];
        const url = buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: "openid email",
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        });
        const journey = { state, nonce, verifier, to, expiresAtMs: nowMs() + RETURN_WITHIN_MS };
        const { bytes } = sealer.seal(JSON.stringify(journey), SEALED_FOR);
        return { url: url.href, journey: Buffer.from(bytes).toString("base64url") };
      }),

    finish: (answer, sealed) =>
      refusing(async () => {
        const text = sealer.open({ bytes: Buffer.from(sealed, "base64url"), secretId }, SEALED_FOR);
        const journey = text === undefined ? undefined : journeySchema.parse(JSON.parse(text));
        if (!journey || journey.expiresAtMs <= nowMs()) throw new ProviderError("JOURNEY_OVER");
        const configuration = await provider();
        const tokens = await authorizationCodeGrant(configuration, answer, {
          pkceCodeVerifier: journey.verifier,
          expectedState: journey.state,
          expectedNonce: journey.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims || claims.sub.length > SUBJECT_MAX_LENGTH) throw new ProviderError("SUBJECT_UNUSABLE");
        const hasInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
        const about =
          claims["email"] === undefined && hasInfo
            ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
            : claims;
        const email = provenEmail(about["email"], about["email_verified"]);
        return { identity: { issuer: claims.iss, subject: claims.sub, email }, to: journey.to };
      }),
  };
}

function discover({ clientId, clientSecret, issuer }: OidcSettings): Promise<Configuration> {
  const server = new URL(issuer);
  const byHeader = ClientSecretBasic(clientSecret);
  const byBody = ClientSecretPost(clientSecret);
  // What a provider takes that doesn't say is in the header (OpenID Connect Discovery, section 3).
  const authentication: ClientAuth = (metadata, ...request) =>
    (metadata.token_endpoint_auth_methods_supported?.includes("client_secret_basic") === false ? byBody : byHeader)(
      metadata,
      ...request,
    );
  return discovery(server, clientId, { [clockTolerance]: CLOCK_TOLERANCE_SECONDS }, authentication, {
    // Without TLS only on this machine's own loopback address (`config.ts`).
    // oxlint-disable-next-line typescript/no-deprecated -- marked so to stand out, as it does here
    execute: [enableNonRepudiationChecks, ...(server.protocol === "http:" ? [allowInsecureRequests] : [])],
    timeout: TIMEOUT_SECONDS,
  });
}

/**
 * An email that the provider says is this person's, in lower case. Only ASCII: other letters may become some of that in lower
 * case, and an email then somebody else's.
 */
function provenEmail(email: unknown, isVerified: unknown): string | null {
  if (isVerified !== true || typeof email !== "string" || !/^[\x21-\x7e]{3,254}$/.test(email)) return null;
  return email.toLowerCase();
}

/** Whatever goes wrong with the provider is one failure, whose reason names nothing that came from it. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
    const reason = [code, name].find((text): text is string => typeof text === "string" && /^\w{1,60}$/.test(text));
    throw new ProviderError(reason ?? "UNKNOWN");
  }
}
