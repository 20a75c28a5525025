import { diagnostic, UserError } from '../diagnostic/index.ts';
import { Secret } from './secret.ts';

/** The mailbox that `IMAP_URL`, `IMAP_PASSWORD` and `IMAP_DONE` name. */
export interface ImapSettings {
  host: string;
  port: number;
  /** `imaps:`, TLS from the first byte. */
  secure: boolean;
  user: string;
  password: Secret;
  mailbox: string;
  /** Where mails are moved that are done; `null`: they stay, marked as read. */
  done: string | null;
}

/**
 * Reads `imaps://user@host:993/INBOX`; the password comes from `IMAP_PASSWORD`, or stands in the address.
 * @throws UserError (exit 2) with what is wrong; it never repeats the user or the password.
 */
export function readImap(env: Record<string, string | undefined>): ImapSettings {
  const example = 'for instance imaps://papers%40example.org@mail.example.org/INBOX';
  const wrong = (name: string, reason: string): never => {
    throw new UserError([diagnostic('setting-invalid', { message: `${name} ${reason}`, hint: example })], 2);
  };
  const text = env.IMAP_URL ?? '';
  if (text === '') return wrong('IMAP_URL', 'is not set');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['imap:', 'imaps:'].includes(url.protocol) || url.hostname === '') {
    return wrong('IMAP_URL', 'is not an imap: or imaps: address');
  }
  if (url.search !== '' || url.hash !== '') return wrong('IMAP_URL', 'has something after the mailbox');
  const decode = (part: string): string => {
    try {
      return decodeURIComponent(part);
    } catch {
      return wrong('IMAP_URL', 'has a "%" that is not an escape');
    }
  };
  const secure = url.protocol === 'imaps:';
  const user = decode(url.username);
  const password = env.IMAP_PASSWORD || decode(url.password);
  const mailbox = decode(url.pathname.replace(/^\//, '')) || 'INBOX';
  if (user === '') return wrong('IMAP_URL', 'names no user');
  if (password === '') return wrong('IMAP_PASSWORD', 'is not set');
  if (/\p{Cc}/u.test(user + mailbox)) return wrong('IMAP_URL', 'has a control character');
  const port = url.port === '' ? (secure ? 993 : 143) : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port, secure, user, password: new Secret(password), mailbox, done: env.IMAP_DONE || null };
}
