import { Readable } from 'node:stream';
import type { SendMailOptions, SMTPPoolOptions, Transporter } from 'nodemailer';
import { diagnostic, UserError } from '../../diagnostic/index.ts';
import type { Channel, ChannelFactory, Envelope, Outcome, SmtpServer } from '../channel.ts';
import { buildEml, messageId } from '../envelope.ts';
import { type MailerError, outcomeOf, type Progress } from '../smtp-outcome.ts';

/** Limits of the channel; times in milliseconds. */
export interface SmtpLimits {
  /** Connections at once. */
  connections: number;
  /** Messages over one connection before it is replaced. */
  messagesPerConnection: number;
  /** From the DNS lookup until the connection stands. */
  connect: number;
  /** Until the server greets. */
  greeting: number;
  /** Silence in a session, also while waiting for a reply. */
  silence: number;
  /** One message in all, from the moment a connection is free for it. */
  message: number;
}

/**
 * Seconds where the mailer would wait for minutes. RFC 5321 (4.5.3.2) allows a server ten minutes after the final dot;
 * a server that slow is answered with "in doubt" and the same Message-ID again, which it recognises.
 */
export const defaultLimits: SmtpLimits = {
  connections: 3,
  messagesPerConnection: 100,
  connect: 15_000,
  greeting: 15_000,
  silence: 60_000,
  message: 180_000,
};

/** `true` when traffic to the host does not leave this machine. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** The options of the connection pool. Exported for tests, which check that TLS is not left to chance. */
export function poolOptions(server: SmtpServer, limits: SmtpLimits): SMTPPoolOptions & { pool: true } {
  const loopback = isLoopback(server.host);
  const { user } = server;
  return {
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.secure,
    // Without this a server (or somebody between) that hides STARTTLS gets the password in clear.
    requireTLS: !loopback && !server.secure,
    // A relay on this machine usually has a certificate that nobody signed, and there is nobody in between.
    ...(loopback ? { tls: { rejectUnauthorized: false } } : {}),
    ...(user === null ? {} : { auth: { user, pass: server.password?.reveal() ?? '' } }),
    maxConnections: limits.connections,
    maxMessages: limits.messagesPerConnection,
    // The pool never sends by itself a second time: whether that is safe is for this file to decide.
    maxRequeues: 0,
    connectionTimeout: limits.connect,
    dnsTimeout: limits.connect,
    greetingTimeout: limits.greeting,
    socketTimeout: limits.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

interface Attempt {
  outcome: Outcome;
  /** Certainly not delivered, and worth one more try at once over a fresh connection. */
  stale: boolean;
}

/** Sends by SMTP through one server, over a small pool of connections. */
export const smtp: ChannelFactory = {
  label: 'SMTP, through the server that SMTP_URL names',
  create: (options): Channel => createSmtp(options.smtp, defaultLimits),
};

/** The channel with limits of one's own. */
export function createSmtp(server: SmtpServer | null, limits: SmtpLimits): Channel {
  let transport: Transporter | null = null;
  let sentBefore = false;
  const progressOf = new WeakMap<object, Progress>();
  const underWay = new Set<Promise<Outcome>>();
  const slots = createSlots(limits.connections);

  const attempt = async (pool: Transporter, envelope: Envelope, bytes: Buffer): Promise<Attempt> => {
    const progress: Progress = { started: false, ended: false };
    progressOf.set(bytes, progress);
    const mail: SendMailOptions = {
      envelope: { from: envelope.from.address, to: [envelope.to.address] },
      messageId: messageId(envelope),
      raw: bytes,
      signal: AbortSignal.timeout(limits.message),
    };
    try {
      const info = (await pool.sendMail(mail)) as { response?: string };
      const reply = /^\d{3}(?: [245]\.\d{1,3}\.\d{1,3}\b)?/.exec(info.response ?? '')?.[0] ?? '250';
      sentBefore = true;
      return { outcome: { state: 'sent', detail: reply, serverWide: false }, stale: false };
    } catch (error) {
      const { code } = error as MailerError;
      // A connection that served before and was closed by the server while it lay idle: not a fault of anybody.
      const stale = sentBefore && !progress.started && (code === 'ECONNECTION' || code === 'ESOCKET');
      return { outcome: outcomeOf(error as MailerError, progress), stale };
    }
  };

  const send = async (envelope: Envelope): Promise<Outcome> => {
    const pool = transport;
    if (pool === null) throw new Error('the channel is not open');
    return slots(async () => {
      const bytes = await buildEml(envelope);
      const first = await attempt(pool, envelope, bytes);
      return first.stale ? (await attempt(pool, envelope, bytes)).outcome : first.outcome;
    });
  };

  return {
    async open() {
      if (server === null) {
        const message = 'sending was asked for, but SMTP_URL is not set';
        throw new UserError([diagnostic('smtp-missing', { message })], 2);
      }
      const { createTransport } = await import('nodemailer');
      transport = createTransport(poolOptions(server, limits));
      transport.use('stream', (mail, done) => {
        const progress = progressOf.get(mail.data.raw as object);
        if (progress !== undefined) mail.message.processFunc((input) => track(input, progress));
        done();
      });
    },

    send(envelope) {
      const sending = send(envelope).finally(() => underWay.delete(sending));
      underWay.add(sending);
      return sending;
    },

    async close() {
      await Promise.allSettled(underWay);
      transport?.close();
      transport = null;
    },
  };
}

const pieceSize = 16 * 1024;

/**
 * Passes the message on and notes how far it got. The generator runs only when somebody reads from it, and the mailer
 * does that after the server's 354; `ended` is set before the stream ends, and the final dot is written after that.
 */
function track(input: Readable, progress: Progress): Readable {
  return Readable.from(
    (async function* () {
      for await (const chunk of input as AsyncIterable<Buffer>) {
        progress.started = true;
        // In pieces, so that the connection's back-pressure is felt here: with one big piece the mailer would have
        // everything in memory, and `ended` would be true, while the server has seen only the beginning.
        for (let at = 0; at < chunk.length; at += pieceSize) yield chunk.subarray(at, at + pieceSize);
      }
      progress.ended = true;
    })(),
    { objectMode: false },
  );
}

/** At most `size` tasks at once, in order: messages are built only when a connection can take them. */
function createSlots(size: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = size;
  const waiting: (() => void)[] = [];
  return async (task) => {
    // A slot that becomes free is handed on directly, so nobody can slip in between.
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
