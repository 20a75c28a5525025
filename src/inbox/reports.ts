import { type Mail, valuesOf } from './mail.ts';

/** A report on a mail that did not arrive. */
export interface Bounce {
  /** The Message-ID of the mail that did not arrive; `null` when the report does not hold it. */
  messageId: string | null;
  /**
   * `hard`: there is no such address, or it is closed. `soft`: a full box, a refusal for another reason. `delayed`: the
   * server goes on trying.
   */
  severity: 'hard' | 'soft' | 'delayed';
  /** The status code of RFC 3463, such as `5.1.1`. */
  status: string;
}

/** Codes that say something of the address and not of the mail, the sender or the day. */
const ofTheAddress = /^5\.(?:1\.(?:[0-36]|10)|2\.1|4\.4)$/;

const isReport = (mail: Mail, type: string): boolean =>
  valuesOf(mail, 'content-type').some(
    (value) => /^multipart\/report\b/i.test(value) && new RegExp(`report-type\\s*=\\s*"?${type}\\b`, 'i').test(value),
  );

/** A delivery status notification (RFC 3464), or `null`. Without the part for programs it is only a mail that says so. */
export function bounceOf(mail: Mail): Bounce | null {
  const part = mail.parts.find(({ type }) => type === 'message/delivery-status');
  if (part === undefined || !isReport(mail, 'delivery-status')) return null;
  const fields = fieldsOf(part.text);
  const action = (fields.get('action') ?? '').toLowerCase();
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '0.0.0';
  if (action === 'delivered' || action === 'relayed' || action === 'expanded' || status.startsWith('2')) return null;
  const failed = action === 'failed' || (action === '' && status.startsWith('5'));
  const severity = !failed ? 'delayed' : ofTheAddress.test(status) ? 'hard' : 'soft';
  return { messageId: returnedId(mail), severity, status };
}

/** A report of abuse (RFC 5965), or `null`. */
export function complaintOf(mail: Mail): { messageId: string | null } | null {
  const part = mail.parts.find(({ type }) => type === 'message/feedback-report');
  if (part === undefined || !isReport(mail, 'feedback-report')) return null;
  const feedback = fieldsOf(part.text).get('feedback-type')?.toLowerCase();
  // Others, such as "not-spam", are no wish to leave.
  return feedback === 'abuse' || feedback === 'fraud' ? { messageId: returnedId(mail) } : null;
}

/** The Message-ID of the mail that a report is about: of its returned head, whole or alone. */
function returnedId({ parts }: Mail): string | null {
  for (const { type, text } of parts) {
    if (!/^(?:message\/rfc822|text\/rfc822-headers|message\/rfc822-headers|message\/global(?:-headers)?)$/.test(type))
      continue;
    const id = fieldsOf(text.split(/\r?\n\r?\n/, 1)[0]!).get('message-id');
    const found = /^<[^<>\s]{3,250}>/.exec(id ?? '')?.[0];
    if (found !== undefined) return found;
  }
  return null;
}

/** Most of a part that is read, in UTF-16 units. */
const longest = 32_768;

/** Fields of a part for programs, by name in lower case; the first of each counts. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  const unfolded = text.slice(0, longest).replace(/\r?\n[ \t]+/g, ' ');
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}
