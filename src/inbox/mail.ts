import PostalMime, { type Address, addressParser } from 'postal-mime';
import { checkAddress } from '../model/mailbox.ts';
import { written } from '../subscribers/keys.ts';

/** A mail, as far as it matters here. Everything in it is whatever somebody wrote. */
export interface Mail {
  /** With its angle brackets; `null` when it has none that could be answered to. */
  messageId: string | null;
  /** The one address of `From`; `null` for none, several, or one that does not pass the gate. */
  from: string | null;
  /** Addresses it was sent to: To, Cc, Delivered-To, X-Original-To, Envelope-To. */
  to: string[];
  subject: string;
  /** The text part, or that of the HTML. */
  text: string;
  /** Values of all headers by name, in lower case. */
  headers: ReadonlyMap<string, readonly string[]>;
  /** Parts that are not text of the mail, with their type in lower case. */
  parts: { type: string; text: string }[];
}

/** Most bytes of a mail that are looked at. A command is short, and the head of what bounced comes early. */
const mostBytes = 256 * 1024;
const mostHeaderBytes = 128 * 1024;
const mostNesting = 20;
const mostParts = 50;
const mostAddresses = 50;

/**
 * Reads a mail (RFC 5322, MIME). Only its first {@link mostBytes} are read.
 * @returns `null` when it cannot be read: nested too deeply, or with too large a head.
 */
export async function readMail(bytes: Uint8Array): Promise<Mail | null> {
  try {
    const mail = await PostalMime.parse(bytes.subarray(0, mostBytes), {
      attachmentEncoding: 'utf8',
      forceRfc822Attachments: true,
      maxNestingDepth: mostNesting,
      maxHeadersSize: mostHeaderBytes,
    });
    const headers = new Map<string, string[]>();
    for (const { key, value } of mail.headers) headers.set(key, [...(headers.get(key) ?? []), value]);
    const also = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers.get(name) ?? []);
    // Parsed here: of several senders the library names the first.
    const from = headers.get('from') ?? [];
    const senders = from.length === 1 ? flat(addressParser(from[0]!.slice(0, 2000))) : [];
    return {
      messageId: /^<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>$/.test(mail.messageId ?? '') ? mail.messageId! : null,
      from: senders.length === 1 ? gated(senders[0]!) : null,
      to: [...flat([...(mail.to ?? []), ...(mail.cc ?? [])]), ...also].slice(0, mostAddresses),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      headers,
      parts: mail.attachments.slice(0, mostParts).map(({ mimeType, content }) => ({
        type: mimeType.toLowerCase(),
        text: typeof content === 'string' ? content : '',
      })),
    };
  } catch {
    return null;
  }
}

const gated = (address: string): string | null => {
  const gate = checkAddress(address);
  return gate.ok ? written(gate.value) : null;
};

/** The addresses of a list, those of groups too. */
const flat = (list: readonly Address[]): string[] =>
  list.flatMap((one) => (one.group === undefined ? [one.address] : one.group.map(({ address }) => address)));

/** The values of a header; none when it is not there. */
export const valuesOf = ({ headers }: Pick<Mail, 'headers'>, name: string): readonly string[] =>
  headers.get(name) ?? [];
