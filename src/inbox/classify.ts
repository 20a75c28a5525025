import { type Mail, valuesOf } from './mail.ts';
import { type Bounce, bounceOf, complaintOf } from './reports.ts';

/** What kind of mail it is. Only a `personal` one is ever answered. */
export type Kind =
  /** Somebody may have typed it. */
  | { kind: 'personal' }
  /** A report on a mail that did not arrive (RFC 3464). */
  | { kind: 'bounce'; bounce: Bounce }
  /** A report of somebody who called a mail of ours spam (RFC 5965); `messageId` is of that mail. */
  | { kind: 'complaint'; messageId: string | null }
  /** A program wrote it; `why` is for the log. */
  | { kind: 'automatic'; why: string };

/** Names before the `@` that belong to programs. */
const machines = /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|.*-bounces|nobody|root)$/i;

/** Headers that only programs write, whatever they hold. */
const telltale = [
  ...['list-id', 'list-post', 'list-unsubscribe', 'list-help', 'x-mailing-list', 'x-autoreply', 'x-autorespond'],
  ...['x-autoresponse', 'x-loop', 'x-paperboy', 'feedback-id', 'x-auto-reply-from', 'x-mail-autoreply'],
];

/**
 * Says what kind of mail it is. A mail that a program wrote, or that went through a list, is never answered: RFC 3834,
 * section 2, and what older programs say of themselves.
 * @param own addresses that this installation sends from.
 */
export function classify(mail: Mail, own: readonly string[]): Kind {
  const complaint = complaintOf(mail);
  if (complaint !== null) return { kind: 'complaint', messageId: complaint.messageId };
  const bounce = bounceOf(mail);
  if (bounce !== null) return { kind: 'bounce', bounce };
  const why = automatic(mail, own);
  return why === null ? { kind: 'personal' } : { kind: 'automatic', why };
}

function automatic(mail: Mail, own: readonly string[]): string | null {
  const { from } = mail;
  if (from === null) return 'no single sender';
  if (own.some((address) => address.toLowerCase() === from.toLowerCase())) return 'from this installation itself';
  if (machines.test(from.slice(0, from.lastIndexOf('@')))) return 'from a program by its name';
  const says = (name: string, pattern: RegExp): boolean =>
    valuesOf(mail, name).some((value) => pattern.test(value.trim()));
  if (valuesOf(mail, 'auto-submitted').length > 0 && !says('auto-submitted', /^no\b/i)) return 'Auto-Submitted';
  if (says('precedence', /^(?:bulk|junk|list|auto_reply)/i)) return 'Precedence';
  if (says('x-auto-response-suppress', /\b(?:all|oof|autoreply)\b/i)) return 'X-Auto-Response-Suppress';
  if (says('return-path', /^<\s*>$/)) return 'an empty Return-Path';
  if (says('content-type', /^multipart\/report/i)) return 'a report';
  return telltale.find((name) => valuesOf(mail, name).length > 0) ?? null;
}
