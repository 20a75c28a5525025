import type { Diagnostic } from '../model/index.ts';

/** One mail that lies in a box. */
export interface Item {
  /** What messages call it: a file, or a number in a mailbox. Says no address. */
  name: string;
  /** Its bytes, or the first of them when it is very large. */
  bytes: Uint8Array;
  /** Marks it as read: called when what it asked for is done and remembered. */
  done(): Promise<void>;
}

/** A place that mails are read from. */
export interface Postbox {
  /**
   * Unread mails, oldest first.
   * @param limit most of them in one go.
   * @throws UserError when the box cannot be read.
   */
  items(limit: number): AsyncIterable<Item>;
  /** What was to be said of reading it: mails that are left for the next time. */
  readonly diagnostics: Diagnostic[];
  close(): Promise<void>;
}

/** Most bytes of a mail that are taken into memory. */
export const mostBytesRead = 256 * 1024;
