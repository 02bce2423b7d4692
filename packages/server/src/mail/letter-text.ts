import type { Language } from "../domain/user.ts";
import type { Letter } from "../usecases/ports.ts";

/** A mail's words. */
export interface LetterText {
  readonly subject: string;
  readonly text: string;
}

type Words = Pick<Letter, "account" | "giver"> & { readonly url: string; readonly until: string };

const INVITATION = {
  en: ({ account, giver, until, url }) => ({
    subject: `Invitation to ${account}`,
    text: `${giver} invites you to ${account} in Latchkey, where the account’s API keys are managed.

Accept the invitation:
${url}

The link works until ${until}, once, and is for you alone: forward it to nobody. If you don’t expect this, leave it: nothing happens without you.
`,
  }),
  "pt-BR": ({ account, giver, until, url }) => ({
    subject: `Convite para ${account}`,
    text: `${giver} convida você para ${account} no Latchkey, onde são gerenciadas as chaves de API da conta.

Aceite o convite:
${url}

O link funciona até ${until}, uma única vez, e é só para você: não o encaminhe a ninguém. Se você não esperava este convite, ignore-o: nada acontece sem você.
`,
  }),
  es: ({ account, giver, until, url }) => ({
    subject: `Invitación a ${account}`,
    text: `${giver} te invita a ${account} en Latchkey, donde se gestionan las claves de API de la cuenta.

Acepta la invitación:
${url}

El enlace funciona hasta el ${until}, una sola vez, y es solo para ti: no lo reenvíes a nadie. Si no esperabas esta invitación, ignórala: no pasa nada sin ti.
`,
  }),
} satisfies Record<Language, (words: Words) => LetterText>;

const PASSWORD_RESET = {
  en: ({ giver, until, url }) => ({
    subject: "A new password for Latchkey",
    text: `${giver} gives you a link with which you choose a new password for Latchkey.

Choose a new password:
${url}

The link works until ${until}, once, and is for you alone: forward it to nobody. It signs you out everywhere. If you don’t expect this, ask whoever sent it before you use it: your password stays as it is.
`,
  }),
  "pt-BR": ({ giver, until, url }) => ({
    subject: "Uma nova senha para o Latchkey",
    text: `${giver} envia a você um link com o qual escolher uma nova senha para o Latchkey.

Escolha uma nova senha:
${url}

O link funciona até ${until}, uma única vez, e é só para você: não o encaminhe a ninguém. Ele encerra todas as suas sessões. Se você não esperava este e-mail, pergunte a quem o enviou antes de usá-lo: sua senha continua como está.
`,
  }),
  es: ({ giver, until, url }) => ({
    subject: "Una contraseña nueva para Latchkey",
    text: `${giver} te envía un enlace con el que elegir una contraseña nueva para Latchkey.

Elige una contraseña nueva:
${url}

El enlace funciona hasta el ${until}, una sola vez, y es solo para ti: no lo reenvíes a nadie. Cierra todas tus sesiones. Si no esperabas este correo, pregunta a quien lo envió antes de usarlo: tu contraseña sigue como está.
`,
  }),
} satisfies Record<Language, (words: Words) => LetterText>;

const WORDS = { invitation: INVITATION, "password-reset": PASSWORD_RESET } satisfies Record<Letter["kind"], object>;

/** What a mail with a link says. */
export function letterText(
  { kind, account, expiresAtMs, giver, language }: Omit<Letter, "link" | "proof" | "to">,
  url: string,
): LetterText {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return WORDS[kind][language]({ account, giver, url, until: `${format.format(expiresAtMs)} UTC` });
}
