import type { Message } from '../model/index.ts';

/** A mailbox that has passed the address gate. */
export interface Mailbox {
  address: string;
  /** One line, without control characters, or `null`. */
  name: string | null;
}

/** A message and who it goes to. Lives only between the gate and the channel; never logged or stored. */
export interface Envelope {
  message: Message;
  from: Mailbox;
  to: Mailbox;
  /** Value for `List-Id`, e.g. `paperboy.example.org`, and for the right side of the Message-ID. */
  domain: string;
  /** A mailto or https address for `List-Unsubscribe`. */
  unsubscribe: { mailto: string; https: string | null };
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
}

/**
 * A way out. To add one: a file in `deliver/channels/`, a line in `deliver/channels/index.ts`, a fixture folder.
 * `send` never throws for a fault of the other side; it answers with an outcome.
 */
export interface Channel {
  /** Checks, before anything is recorded, that sending can begin. Throws a `UserError` when it cannot. */
  open(): Promise<void>;
  send(envelope: Envelope): Promise<Outcome>;
  close(): Promise<void>;
}
