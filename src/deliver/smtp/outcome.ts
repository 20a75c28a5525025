import { getSystemErrorName } from 'node:util';
import type { Outcome } from '../channel.ts';

/** How far the bytes of one message got, as the mailer pulled them. */
export interface Progress {
  /** The server answered 354 and the first bytes were handed over. */
  started: boolean;
  /**
   * The last byte was handed over. The mailer writes the final dot only after this, so while it is `false` the server
   * cannot have accepted the message, whatever happened.
   */
  ended: boolean;
}

/** The parts of a nodemailer error that decide. */
export interface MailerError {
  code?: string | undefined;
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
  /** Of a system call that failed. */
  errno?: number | undefined;
}

/**
 * What became of a message whose sending failed. The table, first row that fits:
 *
 * | what happened | state | server-wide |
 * |---|---|---|
 * | after the last byte: reply 421 | deferred | yes |
 * | after the last byte: reply 4xx | deferred | no |
 * | after the last byte: reply 5xx | failed | yes: the content or the sender is refused, not the recipient |
 * | after the last byte: no reply (cut, timeout, nonsense) | in doubt | yes |
 * | RCPT: 4xx, but not 421 | deferred | no |
 * | RCPT: 503, 530, 535: the session is wrong, not the recipient | deferred | yes |
 * | RCPT: another 5xx | failed | no |
 * | message larger than the server's SIZE | failed | no |
 * | anything else before the last byte: DNS, refused, TLS, greeting, AUTH, MAIL, DATA, cut, timeout | deferred | yes |
 *
 * A lost connection looks the same to the mailer before the greeting and after the final dot (`ECONNECTION`, `CONN`),
 * therefore {@link Progress} is asked first.
 */
export function outcomeOf(error: MailerError, progress: Progress): Outcome {
  const reply = error.responseCode ?? 0;
  const refusedNow = reply >= 400 && reply < 500;
  const refusedForGood = reply >= 500 && reply < 600;
  const result = (state: Outcome['state'], serverWide: boolean): Outcome => ({
    state,
    detail: detailOf(error, progress),
    serverWide,
  });
  if (progress.ended) {
    if (refusedNow) return result('deferred', reply === 421);
    if (refusedForGood) return result('failed', true);
    return result('in-doubt', true);
  }
  if (error.code === 'EENVELOPE' && error.command === 'RCPT TO' && reply !== 421) {
    if (refusedNow) return result('deferred', false);
    if (refusedForGood && ![503, 530, 535].includes(reply)) {
      return { ...result('failed', false), bounce: isBounce(statusOf(error)) };
    }
  }
  if (error.code === 'EMESSAGE' && error.command === 'MAIL FROM' && reply === 0) return result('failed', false);
  return result('deferred', true);
}

/**
 * Whether a refusal at RCPT says that the mailbox is not there. Many servers put off what they have against the client or
 * the sender until RCPT, and say so in the enhanced status code (RFC 3463): 5.7 is policy, 5.1.7 and 5.1.8 are about the
 * sender, 5.2.2 is a full mailbox, 5.3 to 5.6 are systems, routes and content. None of these may suppress anybody.
 */
function isBounce(status: string | undefined): boolean {
  if (status === undefined) return true;
  return /^5\.(?:0|1|2)\./.test(status) && !['5.1.7', '5.1.8', '5.2.2', '5.2.3'].includes(status);
}

const statusOf = ({ response }: MailerError): string | undefined =>
  /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];

/**
 * One line for the log: codes only. The server's words are left out, because servers repeat the recipient's address
 * in them; of its reply only the enhanced status code (RFC 3463) is taken.
 */
function detailOf(error: MailerError, progress: Progress): string {
  const phase = progress.ended ? 'after the message' : progress.started ? 'during the message' : (error.command ?? '');
  const status = statusOf(error);
  const system = typeof error.errno === 'number' && error.errno < 0 ? getSystemErrorName(error.errno) : undefined;
  const parts = [error.code, system, error.responseCode, status, phase].filter(
    (part) => part !== undefined && part !== '',
  );
  return parts.join(' ') || 'unknown error';
}
