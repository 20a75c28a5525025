import type { Message } from '../model/index.ts';
import type { Mailbox } from '../model/mailbox.ts';

export type { Mailbox } from '../model/mailbox.ts';

/** A message and who it goes to. Lives only between the gate and the channel; never logged or stored. */
export interface Envelope {
  message: Message;
  from: Mailbox;
  to: Mailbox;
  /** The sender's domain: the right side of the Message-ID; the `List-Id` is `paperboy.DOMAIN` (RFC 2919). */
  domain: string;
  /**
   * For `List-Unsubscribe` (RFC 2369): an address without `mailto:`, the subject of a mail to it, and the https address that takes the one-click
   * POST of RFC 8058, where there is such an endpoint.
   */
  unsubscribe: { mailto: string; subject: string; https: string | null };
  /** The page that shows earlier digests, for `List-Archive`; http(s). */
  archive?: string | null;
  /** The local part of a Message-ID that the mails of one thread refer to (RFC 5322, 3.6.4); `null`: no thread. */
  thread?: string | null;
  /** Where answers go; `null` or absent: to the sender. */
  replyTo?: Mailbox | null;
  /** The Message-ID of the mail that this one answers, or empty; absent: it answers none. */
  answers?: string;
}

/**
 * What became of one message.
 * - `sent`: the server took it.
 * - `deferred`: not taken now, certainly not delivered; may be tried again.
 * - `failed`: refused for good.
 * - `in-doubt`: it was streamed to the end, but the reply never came.
 * `detail` is for the log and never holds an address.
 */
export interface Outcome {
  state: 'sent' | 'deferred' | 'failed' | 'in-doubt';
  detail: string;
  /** `true` when the fault is the server's as a whole, so the run should pause instead of trying everybody. */
  serverWide: boolean;
  /** `true` when this recipient was refused, and not the sender, the content or the session. */
  bounce?: boolean;
}

/**
 * A way out. To add one: a file in `deliver/channels/`, a line in `deliver/channels/index.ts`, a fixture folder.
 * `send` never throws for a fault of the other side; it answers with an outcome. It may be called again before an
 * earlier call has ended; a channel bounds its own concurrency. Sending a message whose Message-ID the channel knows
 * to be out already may answer `sent` at once.
 */
export interface Channel {
  /** `true`: it delivers to a subscription that names no address too; the envelope then holds a placeholder. */
  readonly withoutAddress?: boolean;
  /** Checks, before anything is recorded, that sending can begin. Throws a `UserError` when it cannot. */
  open(): Promise<void>;
  /**
   * @param begin called and awaited before the first byte goes out that could make the message arrive, and not before
   * there is somebody to take it: it puts the attempt on record. What fails before it was never attempted. When it
   * rejects, nothing may go out, and `send` rejects with the same error.
   * @param check called when its turn has come after a wait, before anything is done for it: throws when it is not to be
   * sent any more, for instance because the run was stopped meanwhile, and then `send` rejects with the same error.
   * @param settled called with the outcome before another message takes this one's place, by a channel that has places: the
   * outcome is then written before the next attempt, so that a kill leaves no more in doubt than there are places.
   */
  send(
    envelope: Envelope,
    begin: () => Promise<void>,
    check?: () => void,
    settled?: (outcome: Outcome) => void,
  ): Promise<Outcome>;
  /** Lets go of connections. Messages under way get their outcome first. Harmless when never opened. */
  close(): Promise<void>;
}

/** An SMTP server, as `config/settings.ts` reads it from `SMTP_URL` and `SMTP_PASSWORD`. */
export interface SmtpServer {
  host: string;
  port: number;
  /** `true`: TLS from the first byte (`smtps:`); `false`: STARTTLS, required unless the host is this machine. */
  secure: boolean;
  user: string | null;
  password: { reveal(): string } | null;
}

/** Everything that channels are built from; each takes what it needs. */
export interface ChannelOptions {
  /** Folder for `.eml` files, usually `out/mail/outbox`. */
  outbox: string;
  /** `null` when no server is configured: the channel `smtp` then refuses to open. */
  smtp: SmtpServer | null;
  /** An environment variable, for a channel's own settings; `null` when it is not set or empty. */
  variable(name: string): string | null;
}

/**
 * Builds a channel. Must be cheap and must not touch files or the network: that is for `open`, which also loads what is
 * heavy, for every start of the program reads the table. The key under which the factory stands in `channels/index.ts`
 * is the channel's name, part of every delivery's key: never rename one.
 */
export interface ChannelFactory {
  /** One line for `--help` and the documentation. */
  label: string;
  create(options: ChannelOptions): Channel;
}
