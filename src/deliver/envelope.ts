import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import { mailtoUrl } from '../model/mailbox.ts';
import { assertMailbox } from './address.ts';
import type { Envelope, Mailbox } from './channel.ts';

/** The Message-ID of an envelope, with its angle brackets. The same for every attempt at the same delivery. */
export function messageId(envelope: Envelope): string {
  return `<${envelope.message.messageKey}@${envelope.domain}>`;
}

/**
 * Throws unless the envelope can be built safely: mailboxes through the gate, single-line subject, a message key that
 * is a plain word, links that cannot break out of their header. Called before an attempt is recorded, so that an
 * error of ours never looks like a delivery in doubt. No message of these errors repeats an address.
 */
export function assertEnvelope(envelope: Envelope): void {
  const { message, unsubscribe, archive } = envelope;
  assertMailbox(envelope.from, 'sender');
  assertMailbox(envelope.to, 'recipient');
  if (envelope.replyTo) assertMailbox(envelope.replyTo, 'reply');
  assertMailbox({ address: unsubscribe.mailto, name: null }, 'unsubscribe');
  assertMailbox({ address: `x@${envelope.domain}`, name: null }, 'Message-ID');
  if (!word.test(message.messageKey)) throw new Error('the message key is not a word');
  if (!word.test(envelope.thread ?? 'x')) throw new Error('the key of the thread is not a word');
  if (!/^(?:<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>)?$/.test(envelope.answers ?? ''))
    throw new Error('the Message-ID that is answered is none');
  if (message.subject.trim() === '' || /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(message.subject)) {
    throw new Error('the subject is not one line of well-formed text');
  }
  if (message.html.trim() === '' || message.text.trim() === '') throw new Error('the message has an empty part');
  if (Number.isNaN(Date.parse(message.date))) throw new Error('the date of the message is not a date');
  if (!/^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u.test(unsubscribe.subject))
    throw new Error('the subject for leaving is not one line');
  if (unsubscribe.https !== null) assertUrl(unsubscribe.https, ['https:']);
  if (archive) assertUrl(archive, ['https:', 'http:']);
}

/** What may stand before the `@` of a Message-ID here. */
const word = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

function assertUrl(text: string, protocols: string[]): void {
  const safe = /^[\x21-\x7e]{1,900}$/.test(text) && !/[<>"\\]/.test(text) && URL.canParse(text);
  if (!safe || !protocols.includes(new URL(text).protocol)) throw new Error('a list header has an unsafe address');
}

/**
 * The nodemailer options of an envelope: one recipient, the headers of RFC 2369, 2919, 3834 and 8058, nothing that
 * depends on the clock or on chance. Throws like {@link assertEnvelope}.
 */
function mailOptions(envelope: Envelope): SendMailOptions {
  assertEnvelope(envelope);
  const { message, from, to, unsubscribe } = envelope;
  const mailto = (subject: string) => mailtoUrl(unsubscribe.mailto, subject);
  const thread = envelope.answers || (envelope.thread ? `<${envelope.thread}@${envelope.domain}>` : null);
  const bySubject = mailto(unsubscribe.subject);
  // The inner list makes ONE header with several addresses; a flat list would make several headers.
  const leave = unsubscribe.https === null ? [bySubject] : [unsubscribe.https, bySubject];
  return {
    from: mailbox(from),
    to: mailbox(to),
    ...(envelope.replyTo ? { replyTo: mailbox(envelope.replyTo) } : {}),
    envelope: { from: from.address, to: [to.address] },
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: messageId(envelope),
    date: new Date(message.date),
    ...(thread === null ? {} : { inReplyTo: thread, references: thread }),
    headers: {
      // RFC 3834, section 5: whoever gets it must not answer it by itself.
      'Auto-Submitted': envelope.answers === undefined ? 'auto-generated' : 'auto-replied',
      ...(unsubscribe.https === null ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    list: {
      id: { url: `paperboy.${envelope.domain}`, comment: 'Paperboy' },
      unsubscribe: [leave],
      help: [[mailto('help')]],
      ...(envelope.archive ? { archive: [[envelope.archive]] } : {}),
    },
    // From the content as well as the key: text that contains its own boundary would have to contain its own hash.
    baseBoundary: createHash('sha256')
      .update(JSON.stringify([message.messageKey, message.text, message.html]))
      .digest('hex')
      .slice(0, 32),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

// An object, never a string: strings are parsed by nodemailer, and a comma or `>` in one re-routes the message.
function mailbox({ address, name }: Mailbox): { name: string; address: string } {
  return { name: name ?? '', address };
}

/** What builds messages; it keeps nothing of one for the next. */
let builder: Promise<{ sendMail(options: SendMailOptions): Promise<StreamTransportInfo> }> | null = null;

interface StreamTransportInfo {
  envelope: { from: string | false; to: string[] };
  message: unknown;
}

/**
 * The message as it goes over the wire (RFC 5322, CRLF), the same bytes for the same envelope. The preview, the
 * directory channel and the SMTP channel all use these bytes. Throws like {@link assertEnvelope}, and when the built
 * message names any recipient but the one asked for.
 * @param dkim signs it, where it is to be signed.
 */
export async function buildEml(envelope: Envelope, dkim: SendMailOptions['dkim'] = undefined): Promise<Buffer> {
  const options = { ...mailOptions(envelope), ...(dkim === undefined ? {} : { dkim }) };
  // Loaded on demand: a run that only writes feeds does not pay for it.
  builder ??= import('nodemailer').then(({ createTransport }) =>
    createTransport({ streamTransport: true, buffer: true, newline: 'windows' }),
  );
  const info = await (await builder).sendMail(options);
  assertBuilt(envelope, info.envelope, info.message as Buffer);
  return info.message as Buffer;
}

/** What was built must name exactly the one recipient, in the envelope and in the headers, and fit RFC 5322's lines. */
function assertBuilt(envelope: Envelope, built: { from: string | false; to: string[] }, bytes: Buffer): void {
  const { from, to } = envelope;
  if (built.from !== from.address || built.to.length !== 1 || built.to[0] !== to.address) {
    throw new Error('the built envelope is not the one asked for');
  }
  const head = bytes.subarray(0, bytes.indexOf('\r\n\r\n')).toString('latin1');
  const lines = head.split('\r\n');
  if (lines.some((line) => line.length > 998 || /[^\t\x20-\x7e]/.test(line))) {
    throw new Error('a header line is too long or not plain ASCII');
  }
  const headers = head.replace(/\r\n[ \t]/g, ' ').split('\r\n');
  const of = (name: RegExp) => headers.filter((header) => name.test(header));
  const names = (header: string | undefined, address: string) =>
    header !== undefined && (header.endsWith(` <${address}>`) || header.endsWith(`: ${address}`));
  if (of(/^to:/i).length !== 1 || of(/^(?:cc|bcc|resent-[a-z]+):/i).length > 0 || !names(of(/^to:/i)[0], to.address)) {
    throw new Error('the built headers name another recipient');
  }
  if (of(/^from:/i).length !== 1 || !names(of(/^from:/i)[0], from.address)) {
    throw new Error('the built headers name another sender');
  }
}
