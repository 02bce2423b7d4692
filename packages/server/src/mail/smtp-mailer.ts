import { createTransport } from "nodemailer";
import type { FastifyBaseLogger } from "fastify";
import { invitationUrl } from "../domain/invitation.ts";
import { passwordResetUrl } from "../domain/password-reset.ts";
import { letterText } from "./letter-text.ts";
import type { Store } from "../storage/store.ts";
import type { Letter, Mailer } from "../usecases/ports.ts";

/** How long a mail server may take to be reached, and to say something once it is, in milliseconds. */
const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 10_000;

/** By which mail server mails go out, and from whom. */
export interface MailSettings {
  /** `smtps://…` for TLS from the first byte, `smtp://…` for STARTTLS where the server offers it. May hold a password. */
  readonly url: string;
  /** Address, with a name before it or not. */
  readonly from: string;
}

export interface SmtpMailerParts {
  readonly settings: MailSettings;
  readonly publicUrl: () => string;
  readonly keepMail: Store["keepInvitationMail"];
  readonly logger: FastifyBaseLogger;
}

const URLS = { invitation: invitationUrl, "password-reset": passwordResetUrl } as const;

/** Sends mails by SMTP, one after another: a slow mail server holds nothing up but the mails behind. */
export class SmtpMailer implements Mailer {
  readonly #parts: SmtpMailerParts;
  readonly #transport;
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: SmtpMailerParts) {
    this.#parts = parts;
    this.#transport = createTransport({
      url: parts.settings.url,
      connectionTimeout: CONNECT_WITHIN_MS,
      greetingTimeout: CONNECT_WITHIN_MS,
      socketTimeout: ANSWER_WITHIN_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  post(letter: Letter): void {
    this.#queue = this.#queue.then(() => this.#send(letter));
  }

  settled(): Promise<void> {
    return this.#queue;
  }

  /** Lets the mail that is under way come to its end; those behind it have failed. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#queue;
  }

  async #send(letter: Letter): Promise<void> {
    const { keepMail, logger } = this.#parts;
    const { kind, link, proof } = letter;
    const isSent = !this.#isClosed && (await this.#isTaken(letter));
    if (kind !== "invitation") return;
    try {
      await keepMail(link.id, proof, isSent ? "sent" : "failed");
    } catch (error) {
      logger.warn({ err: error, invitation: link.id }, "what became of a mail was lost");
    }
  }

  async #isTaken(letter: Letter): Promise<boolean> {
    const { logger, publicUrl, settings } = this.#parts;
    const { id, secret } = letter.link;
    try {
      await this.#transport.sendMail({
        from: settings.from,
        to: { name: "", address: letter.to },
        headers: { "Auto-Submitted": "auto-generated" },
        ...letterText(letter, URLS[letter.kind](publicUrl(), id, secret)),
      });
      return true;
    } catch (error) {
      // Not the error itself: it may quote what was sent.
      const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
      logger.warn({ link: id, code, responseCode }, "a mail wasn't sent");
      return false;
    }
  }
}
