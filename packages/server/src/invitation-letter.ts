import type { Language } from "./domain/user.ts";
import type { InvitationLetter } from "./usecases/ports.ts";

/** A mail's words. */
export interface LetterText {
  readonly subject: string;
  readonly text: string;
}

type Words = Pick<InvitationLetter, "account" | "inviter"> & { readonly url: string; readonly until: string };

const WORDS = {
  en: ({ account, inviter, until, url }) => ({
    subject: `Invitation to ${account}`,
    text: `${inviter} invites you to ${account} in Latchkey, where the account’s API keys are managed.

Accept the invitation:
${url}

The link works until ${until}, once, and is for you alone: forward it to nobody. If you don’t expect this, leave it: nothing happens without you.
`,
  }),
  "pt-BR": ({ account, inviter, until, url }) => ({
    subject: `Convite para ${account}`,
    text: `${inviter} convida você para ${account} no Latchkey, onde são gerenciadas as chaves de API da conta.

Aceite o convite:
${url}

O link funciona até ${until}, uma única vez, e é só para você: não o encaminhe a ninguém. Se você não esperava este convite, ignore-o: nada acontece sem você.
`,
  }),
  es: ({ account, inviter, until, url }) => ({
    subject: `Invitación a ${account}`,
    text: `${inviter} te invita a ${account} en Latchkey, donde se gestionan las claves de API de la cuenta.

Acepta la invitación:
${url}

El enlace funciona hasta el ${until}, una sola vez, y es solo para ti: no lo reenvíes a nadie. Si no esperabas esta invitación, ignórala: no pasa nada sin ti.
`,
  }),
} satisfies Record<Language, (words: Words) => LetterText>;

/** What a mail to somebody invited says, in the language of whoever invites: theirs isn't known yet. */
export function letterText(
  {
    account,
    expiresAtMs,
    inviter,
    language,
  }: Pick<InvitationLetter, "account" | "expiresAtMs" | "inviter" | "language">,
  url: string,
): LetterText {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return WORDS[language]({ account, inviter, url, until: `${format.format(expiresAtMs)} UTC` });
}
