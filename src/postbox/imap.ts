import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { leftOver } from './maildir.ts';
import { type Item, mostBytesRead, type Postbox } from './postbox.ts';

/** An IMAP server, from `IMAP_URL` and `IMAP_PASSWORD`. */
export interface ImapServer {
  host: string;
  port: number;
  /** `true`: TLS from the first byte; `false`: STARTTLS, required unless the host is this machine. */
  secure: boolean;
  user: string;
  password: { reveal(): string };
  /** The mailbox to read. */
  mailbox: string;
  /** Where mails go that are done; `null`: they stay, marked as read. */
  done: string | null;
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** Most milliseconds until a server that says nothing is given up. */
const patience = 30_000;

/**
 * Unread mails of an IMAP mailbox. Marks what is done as `\Seen`, and moves it where that was asked for. Mails that
 * somebody else has read count as read.
 * @throws UserError when it cannot be reached, or does not let in. No message repeats the user or the password.
 */
export async function imap(server: ImapServer): Promise<Postbox> {
  const { host, port, secure, user, password, mailbox, done } = server;
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow({
    ...{ host, port, secure, logger: false, disableAutoIdle: true },
    // A password never goes out in the clear, but to this machine.
    ...(secure ? {} : { doSTARTTLS: !loopback.test(host) }),
    auth: { user, pass: password.reveal() },
    ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience },
  });
  // What goes wrong is told by the call that waits for it; without a listener it would end the process.
  client.on('error', () => {});
  const place = `${secure ? 'imaps' : 'imap'}://${host}:${port}`;
  const told = (what: string, error: unknown): never => {
    const { code, serverResponseCode, authenticationFailed } = error as Record<string, unknown>;
    const why =
      authenticationFailed === true
        ? 'the server refuses the password'
        : `${serverResponseCode ?? code ?? 'no answer'}`;
    throw new UserError([diagnostic('postbox-unreachable', { message: `${what}: ${why}`, file: place })], 3);
  };
  await client.connect().catch((error) => told('cannot log in', error));
  const lock = await client.getMailboxLock(mailbox).catch(async (error) => {
    await client.logout().catch(() => {});
    return told('cannot open the mailbox', error);
  });
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    async *items(limit): AsyncGenerator<Item> {
      const found = await client.search({ seen: false }, { uid: true }).catch((error) => told('cannot search', error));
      const uids = (found || []).sort((a, b) => a - b);
      if (uids.length > limit) diagnostics.push(leftOver(place, uids.length - limit));
      for (const uid of uids.slice(0, limit)) {
        const message = await client
          .fetchOne(String(uid), { source: { maxLength: mostBytesRead } }, { uid: true })
          .catch((error) => told('cannot read a mail', error));
        if (!message || message.source === undefined) continue;
        yield {
          name: `${place}/${mailbox};UID=${uid}`,
          bytes: message.source,
          async done() {
            await client
              .messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
              .catch((error) => told('cannot mark a mail', error));
            if (done === null) return;
            const moved = await client.messageMove(String(uid), done, { uid: true }).catch(() => false as const);
            if (moved === false) diagnostics.push(notMoved(place, done));
          },
        };
      }
    },
    async close() {
      lock.release();
      await client.logout().catch(() => {});
    },
  };
}

const notMoved = (file: string, folder: string): Diagnostic =>
  diagnostic('mail-unreadable', {
    message: `a mail that is done could not be moved to ${JSON.stringify(folder)}; it is marked as read`,
    file,
    hint: 'make the folder on the server, or leave IMAP_DONE empty',
  });
