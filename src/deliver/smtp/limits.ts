import { diagnostic, UserError } from '../../diagnostic/index.ts';
import type { ChannelOptions } from '../channel.ts';

/** Limits of the channel; times in milliseconds. */
export interface SmtpLimits {
  /** Connections at once. */
  connections: number;
  /** Messages over one connection before it is replaced. */
  messagesPerConnection: number;
  /** Messages a second over all connections; `null`: as many as the server takes. */
  perSecond: number | null;
  /** From the DNS lookup until the connection stands. */
  connect: number;
  /** Until the server greets. */
  greeting: number;
  /** Silence in a session, also while waiting for a reply. */
  silence: number;
  /** One message in all, from the moment a connection is free for it; also for opening a session. */
  message: number;
}

/**
 * Seconds where the mailer would wait for minutes. RFC 5321 (4.5.3.2) allows a server ten minutes after the final dot;
 * a server that slow is answered with "in doubt" and the same Message-ID again, which it recognises.
 */
export const defaultLimits: SmtpLimits = {
  connections: 3,
  messagesPerConnection: 100,
  perSecond: null,
  connect: 15_000,
  greeting: 15_000,
  silence: 60_000,
  message: 180_000,
};

/** The limits that the environment sets, the others by default. @throws UserError (exit 2). */
export function limitsFrom({ variable }: Pick<ChannelOptions, 'variable'>): SmtpLimits {
  const wrong: string[] = [];
  const read = (name: string, most: number): number | null => {
    const text = variable(name);
    if (text === null) return null;
    if (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
    wrong.push(`${name} is not a whole number from 1 to ${most}`);
    return null;
  };
  const limits = {
    ...defaultLimits,
    connections: read('SMTP_CONNECTIONS', 50) ?? defaultLimits.connections,
    messagesPerConnection: read('SMTP_MESSAGES_PER_CONNECTION', 100_000) ?? defaultLimits.messagesPerConnection,
    perSecond: read('SMTP_RATE', 100_000),
  };
  if (wrong.length > 0) {
    throw new UserError(
      wrong.map((message) => diagnostic('setting-invalid', { message })),
      2,
    );
  }
  return limits;
}
