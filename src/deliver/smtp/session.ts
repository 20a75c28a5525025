import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { SmtpServer } from '../channel.ts';
import type { SmtpLimits } from './limits.ts';
import type { MailerError, Progress } from './outcome.ts';

/** `true` when traffic to the host does not leave this machine. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** The options of a connection. Exported for tests, which check that TLS is not left to chance. */
export function connectionOptions(server: SmtpServer, limits: SmtpLimits): SMTPConnectionOptions {
  const loopback = isLoopback(server.host);
  return {
    host: server.host,
    port: server.port,
    secure: server.secure,
    // Without this a server (or somebody between) that hides STARTTLS gets the password in clear.
    requireTLS: !loopback && !server.secure,
    // A relay on this machine usually has a certificate that nobody signed, and there is nobody in between.
    ...(loopback ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: limits.connect,
    dnsTimeout: limits.connect,
    greetingTimeout: limits.greeting,
    socketTimeout: limits.silence,
    socketCloseTimeout: 1_000,
  };
}

/**
 * One SMTP session: connected, greeted, logged in.
 *
 * Weighed: the mailer's own pool, which hides when a connection stands, so that an attempt would have to be recorded
 * before anybody knows whether there is a server; its connection, with a pool of our own around it. Chosen: the latter.
 */
export class Session {
  /** Messages that were sent or tried over it. */
  used = 0;
  private readonly connection: SMTPConnection;
  private readonly limits: SmtpLimits;
  private fault: MailerError | null = null;
  private readonly watchers = new Set<(error: MailerError) => void>();

  private constructor(connection: SMTPConnection, limits: SmtpLimits) {
    this.connection = connection;
    this.limits = limits;
    // Errors while nothing is under way, such as an idle session that the server ends, are seen at the next use.
    connection.on('error', (error: MailerError) => this.break(error));
    connection.on('end', () => this.break({ code: 'ECONNECTION', command: 'CONN' }));
  }

  /** @throws MailerError when there is no session to be had; then nothing was begun. */
  static async open(server: SmtpServer, limits: SmtpLimits): Promise<Session> {
    const connection = new SMTPConnection(connectionOptions(server, limits));
    const session = new Session(connection, limits);
    try {
      await session.guarded<void>((done) => connection.connect((error) => done(error ?? null)));
      const { user } = server;
      if (user !== null) {
        const pass = server.password?.reveal() ?? '';
        await session.guarded<void>((done) => connection.login({ user, pass }, (error) => done(error ?? null)));
      }
      return session;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get usable(): boolean {
    return this.fault === null;
  }

  /**
   * Sends one message to one recipient. @returns the server's reply.
   * @throws MailerError; `progress` says how far it came.
   */
  async send({ from, to, bytes }: { from: string; to: string; bytes: Buffer }, progress: Progress): Promise<string> {
    this.used++;
    const reply = await this.guarded<string>((done) => {
      const envelope = { from, to: [to], size: bytes.length };
      this.connection.send(envelope, track(bytes, progress), (error, info) => done(error, info?.response ?? ''));
    });
    // A server that accepts a message before it has seen its end has lost count: whose reply this was is not known.
    if (!progress.ended) {
      this.break({ code: 'EPROTOCOL', command: 'DATA' });
      progress.ended = true;
      throw this.fault;
    }
    return reply;
  }

  /** Ends a transaction that was refused, so that the next one can begin. A session that cannot is not used again. */
  async reset(): Promise<void> {
    await this.guarded<void>((done) => this.connection.reset((error) => done(error))).catch((error) =>
      this.break(error),
    );
  }

  close(): void {
    if (this.usable) this.connection.quit();
    this.connection.close();
  }

  /** Notes that the session is of no use any more, and ends what waits for it. */
  private break(error: MailerError): void {
    this.fault ??= error;
    for (const watcher of [...this.watchers]) watcher(error);
    this.connection.close();
  }

  /**
   * One step, within the deadline. The mailer calls back for a refusal; a connection that breaks it reports as an event,
   * and calls back for some steps only.
   */
  private guarded<T>(step: (done: (error: MailerError | null | undefined, value?: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = (error: MailerError | null | undefined, value?: T): void => {
        clearTimeout(timer);
        this.watchers.delete(end);
        if (error) reject(error);
        else resolve(value as T);
      };
      const timer = setTimeout(() => this.break({ code: 'ETIMEDOUT', command: 'DEADLINE' }), this.limits.message);
      if (this.fault !== null) return end(this.fault);
      this.watchers.add(end);
      step(end);
    });
  }
}

const pieceSize = 16 * 1024;

/**
 * The message as a stream that notes how far it got. It is read only when somebody pulls, and the mailer does that after
 * the server's 354; `ended` is set before the stream ends, and the final dot is written after that.
 */
function track(bytes: Buffer, progress: Progress): Readable {
  let at = 0;
  return new Readable({
    highWaterMark: pieceSize,
    read() {
      // In pieces, so that the connection's back-pressure is felt here: with one big piece the mailer would have
      // everything in memory, and `ended` would be true, while the server has seen only the beginning.
      if (at < bytes.length) {
        progress.started = true;
        const piece = bytes.subarray(at, at + pieceSize);
        at += pieceSize;
        this.push(piece);
      } else {
        progress.ended = true;
        this.push(null);
      }
    },
  });
}
