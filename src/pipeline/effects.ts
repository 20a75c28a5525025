import type { Channel } from '../deliver/channel.ts';
import type { Diagnostic, Digest, DigestStatus, Instant, Subscription } from '../model/index.ts';
import type { Mailbox } from '../model/mailbox.ts';
import type { ShellCache } from '../render/email/index.ts';
import type { Store } from '../store/store.ts';
import type { Mailroom } from './mail.ts';

/** One subscription of a preview, and the room that renders its mails. */
export interface Previewed {
  subscription: Subscription;
  digest: Digest | null;
  mailroom: Mailroom;
}

/** Everything a run does to the world, handed in by the command line (or a server, or a test). */
export interface Effects {
  store: Store;
  /**
   * Replaces a file below the output folder, given with forward slashes, unless it has these bytes already.
   * @returns the path written, or `null` when nothing changed.
   */
  write(file: string, content: string | Uint8Array): Promise<string | null>;
  /**
   * Removes every file below a folder of the output that is not among `keep`: what a subscription no longer makes public
   * must go. @returns the paths removed.
   */
  prune(folder: string, keep: ReadonlySet<string>): Promise<string[]>;
  /** A file below the output folder as text, or `null` when there is none. */
  read(file: string): Promise<string | null>;
  /** Whether the output folder holds feeds or mails of an earlier run: then a missing archive was lost. */
  leftovers(): Promise<boolean>;
  shellCache: ShellCache;
  /** Where a subscriber's mail goes, or why nowhere. */
  addressOf(subscription: Subscription): { mailbox: Mailbox | null; diagnostic: Diagnostic | null };
  /** Whether a subscriber of the store has left or paused since the run began: asked right before each mail goes out. */
  withdrawn?(subscription: string): boolean;
  /** Builds the channel of that name; called only when something is to be sent. */
  channel(name: string): Channel;
  clock(): Instant;
  /** Told of each subscription that a run previews, with its digest or `null` when nothing is due. */
  previewing?(subject: Previewed): Promise<void>;
  /** Set when the process was asked to stop: nothing new is begun. */
  signal: AbortSignal;
  /** Waits; ends early when the process was asked to stop. Absent: does not wait. */
  sleep?(milliseconds: number): Promise<void>;
  /** Told of each digest that got its outcome; first with `null`, before any. */
  progress?(event: { done: number; total: number; status: DigestStatus | null }): void;
}
