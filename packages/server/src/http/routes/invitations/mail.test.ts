import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SmtpMailer } from "../../../mail/smtp-mailer.ts";
import { createTestServer, type Credentials, START_MS, type TestServer } from "../../../test-server.ts";
import { addAccounts, addUser, expectProblem, invite, type ListOf, signIn } from "../../test-fixtures.ts";

const OF_ACME = "/v1/accounts/acme/invitations";
const PASSWORD_OF_MAIL = "password-of-the-mail-server-123456";

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

/** A mail server on a free port. It refuses whom it is told to, and can hold mails back. */
class MailServer {
  readonly mails: Mail[] = [];
  refused = "";
  /** Resolves when mails may be taken. */
  open: Promise<void> = Promise.resolve();
  readonly #server: SMTPServer;
  #reached = Promise.withResolvers<void>();

  constructor() {
    this.#server = new SMTPServer({
      authMethods: ["PLAIN"],
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: (auth, _session, done) =>
        auth.password === PASSWORD_OF_MAIL ? done(null, { user: auth.username }) : done(new Error("wrong")),
      onRcptTo: ({ address }, _session, done) =>
        address === this.refused ? done(new Error(`no such mailbox ${address}`)) : done(),
      onData: (stream, { envelope }, answer) => {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          this.#reached.resolve();
          void this.open.then(() => {
            const from = envelope.mailFrom ? envelope.mailFrom.address : "";
            const source = Buffer.concat(parts).toString("utf8");
            this.mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source });
            answer();
          });
        });
      },
    });
  }

  /** Resolves when a mail has come, whether or not it is taken yet. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  forget(): void {
    this.mails.length = 0;
    this.refused = "";
    this.open = Promise.resolve();
    this.#reached = Promise.withResolvers<void>();
  }

  /** Answers the address by which it is reached. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://keys:${PASSWORD_OF_MAIL}@127.0.0.1:${port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What a mail's text says, its lines put together again. */
function textOf({ source }: Mail): string {
  const [, body = ""] = source.split(/\r\n\r\n([^]*)/);
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  return /quoted-printable/i.test(source) ? Buffer.from(bytes, "latin1").toString("utf8") : body;
}

let mailServer: MailServer;
let mailUrl: string;
let server: TestServer;

beforeAll(async () => {
  mailServer = new MailServer();
  mailUrl = await mailServer.listen();
  const mail = { url: mailUrl, from: "Keys of Acme <keys@example.com>" };
  server = await createTestServer({ mail });
  await addAccounts(server, "acme");
});

beforeEach(() => mailServer.forget());

afterEach(() => settled());

afterAll(async () => {
  await server.close();
  await mailServer.close();
});

const settled = async () => server.ports.mailer?.settled();
const mailOf = async (email: string) => {
  const { body } = await server.call<ListOf<{ mail: string }>>("GET", `${OF_ACME}?search=${email}`);
  return body.items[0]?.mail;
};
const post = (body: object, as?: Credentials) =>
  server.call<{ id: string; mail: string; link: { url: string } }>("POST", OF_ACME, { body, ...(as ? { as } : {}) });

describe("the mail of an invitation", () => {
  it("brings the link to the person, and says that it was sent", async () => {
    const { body } = await post({ email: "ivy@example.com", roles: [] });
    expect(body.mail).toBe("on-its-way");
    await settled();
    expect(await mailOf("ivy@example.com")).toBe("sent");
    const [mail] = mailServer.mails;
    expect(mail).toMatchObject({ from: "keys@example.com", to: ["ivy@example.com"] });
    expect(mail?.source).toMatch(/^From: Keys of Acme <keys@example.com>\r$/m);
    expect(mail?.source).toMatch(/^Subject: Invitation to The acme\r$/m);
    const text = mail ? textOf(mail) : "";
    expect(text).toContain("Operator invites you to The acme");
    expect(text).toContain(body.link.url);
    expect(text).toContain("until November 30, 2026 at 12:00 PM UTC");
    expect(server.log.join("")).not.toContain("lki_");
    expect(server.log.join("")).not.toContain(PASSWORD_OF_MAIL);
  });

  it.each([
    ["pt-BR", "Convite para", "convida você para The acme"],
    ["es", "Invitación a", "te invita a The acme"],
    ["en", "Invitation to", "invites you to The acme"],
  ])("is written in %s where the inviter has chosen that", async (language, subject, text) => {
    const as = await signIn(server, await addUser(server, "acme", ["owner"]));
    await server.call("PATCH", "/v1/profile", { as, body: { language } });
    const body = { email: `${language}@example.com`.toLowerCase(), roles: [] };
    expect((await post(body, as)).status).toBe(201);
    await settled();
    const [mail] = mailServer.mails;
    expect(mail && textOf(mail)).toContain(`A person ${text}`);
    const encoded = /^Subject: (?<text>.*)\r$/m.exec(mail?.source ?? "")?.groups?.["text"] ?? "";
    const decoded = encoded.replaceAll(/=\?UTF-8\?Q\?(.*?)\?=/g, (_, part: string) =>
      decodeURIComponent(part.replaceAll("_", " ").replaceAll("=", "%")),
    );
    expect(decoded).toBe(`${subject} The acme`);
  });

  it("is failed where the mail server refuses the person; the invitation is there, and can be renewed", async () => {
    mailServer.refused = "gone@example.com";
    const { body, status } = await post({ email: "gone@example.com", roles: [] });
    expect([status, body.mail]).toStrictEqual([201, "on-its-way"]);
    await settled();
    expect(await mailOf("gone@example.com")).toBe("failed");
    expect(server.log.filter((line) => line.includes("a mail wasn't sent"))).toHaveLength(1);
    expect(server.log.join("")).not.toContain("no such mailbox");
    mailServer.refused = "";
    await server.call("POST", `${OF_ACME}/${body.id}/renewal`);
    await settled();
    expect(await mailOf("gone@example.com")).toBe("sent");
  });

  it("holds nothing up: inviting answers while the mail server takes its time, and an old mail says nothing of a new link", async () => {
    const opened = Promise.withResolvers<void>();
    mailServer.open = opened.promise;
    const first = await post({ email: "slow@example.com", roles: [] });
    const renewed = await server.call("POST", `${OF_ACME}/${first.body.id}/renewal`, { body: { delivery: "link" } });
    expect([first.status, renewed.status]).toStrictEqual([201, 201]);
    opened.resolve();
    await settled();
    expect(mailServer.mails).toHaveLength(1);
    expect(await mailOf("slow@example.com")).toBe("none");
  });

  it("isn't sent where the link is handed over otherwise, where nobody is invited, nor again to a repeat", async () => {
    await post({ email: "byhand@example.com", roles: [], delivery: "link" });
    await post({ email: "byhand@example.com", roles: [] });
    await settled();
    expect(mailServer.mails).toStrictEqual([]);
    expect(await mailOf("byhand@example.com")).toBe("none");
    const request = { headers: { "idempotency-key": "once" }, body: { email: "once@example.com", roles: [] } };
    for (let n = 0; n < 2; n++) expect((await server.call("POST", OF_ACME, request)).status).toBe(201);
    await settled();
    expect(mailServer.mails).toHaveLength(1);
  });
});

it("a link to a new password is mailed likewise, and to nobody where it is handed over", async () => {
  const user = await addUser(server, "acme", []);
  const url = `/v1/accounts/acme/users/${user.id}/password-reset`;
  const reset = (body?: object) =>
    server.call<{ mail: string; link: { url: string } }>("POST", url, { ...(body && { body }) });
  expect((await reset({ delivery: "link" })).body.mail).toBe("none");
  const { body } = await reset();
  expect(body.mail).toBe("on-its-way");
  await settled();
  expect(mailServer.mails).toHaveLength(1);
  const [mail] = mailServer.mails;
  expect(mail?.to).toStrictEqual([user.email]);
  expect(mail?.source).toMatch(/^Subject: A new password for Latchkey\r$/m);
  const text = mail ? textOf(mail) : "";
  expect(text).toContain("Operator gives you a link");
  expect(text).toContain(body.link.url);
  expect(server.log.join("")).not.toMatch(/lkr_/);
});

it("an account sends so many an hour; links are handed over all the same", async () => {
  await addAccounts(server, "eager");
  const url = "/v1/accounts/eager/invitations";
  const invited = (name: string, delivery?: string) =>
    server.call("POST", url, { body: { email: `${name}@example.com`, roles: [], delivery } });
  // All but the last of them, without what each takes.
  for (let n = 0; n < 199; n++) await server.ports.mailLimit.attempt("eager");
  expect((await invited("last")).status).toBe(201);
  expectProblem(await invited("one-more"), 429, "TOO_MANY_ATTEMPTS");
  expect((await invited("one-more", "link")).status).toBe(201);
  await addAccounts(server, "calm");
  const body = { email: "ivy@example.com", roles: [] };
  expect((await server.call("POST", "/v1/accounts/calm/invitations", { body })).status).toBe(201);
});

it("a mail server that isn't there fails the mail, and nothing else", async () => {
  const gone = new MailServer();
  const url = await gone.listen();
  await gone.close();
  const own = await createTestServer({ mail: { url, from: "keys@example.com" } });
  try {
    await addAccounts(own, "acme");
    const { id } = await invite(own, "acme");
    await own.ports.mailer?.settled();
    expect(await own.store.reads.invitations.find("acme", id)).toMatchObject({ mail: "failed" });
  } finally {
    await own.close();
  }
});

it("closing waits for the mail that is under way, and fails those behind it", async () => {
  const opened = Promise.withResolvers<void>();
  mailServer.open = opened.promise;
  const kept: string[] = [];
  const mailer = new SmtpMailer({
    settings: { url: mailUrl, from: "keys@example.com" },
    publicUrl: () => "https://keys.example.com",
    keepMail: (id, _proof, mail) => Promise.resolve(void kept.push(`${id} ${mail}`)),
    logger: server.app.log,
  });
  const proof = { bytes: new Uint8Array(32), secretId: "s" };
  const letter = {
    kind: "invitation",
    language: "en",
    giver: "Ana",
    account: "Acme",
    expiresAtMs: START_MS,
    proof,
  } as const;
  for (const id of ["i-1", "i-2"]) mailer.post({ ...letter, to: `${id}@example.com`, link: { id, secret: "lki_" } });
  await mailServer.reached;
  const closed = mailer.close();
  opened.resolve();
  await closed;
  expect(kept).toStrictEqual(["i-1 sent", "i-2 failed"]);
  expect(mailServer.mails.map(({ to }) => to)).toStrictEqual([["i-1@example.com"]]);
});
