import type { Book } from './book.ts';
import type { SubscriberEvent } from './types.ts';

/** What to write, and what to answer the caller when it is on disk. */
export interface Decision<T> {
  events: readonly SubscriberEvent[];
  result: T;
}

/**
 * Where subscribers live. A server, an inbox and a run use it side by side: each change is decided on what is there at
 * that moment, under a lock that is held no longer than that.
 */
export interface SubscriberStore {
  /** Where it is, for messages. */
  readonly path: string;
  /**
   * All subscribers as they are now. Takes no lock. The book is the store's own: read it, and do not keep it.
   * @throws UserError (exit 5) when the journal is damaged.
   */
  read(): Promise<Book>;
  /**
   * The same at once, for the look right before a mail goes out: whoever left a moment ago is not mailed.
   * @throws UserError (exit 5) when the journal is damaged.
   */
  peek(): Book;
  /**
   * Decides on the present state and writes what was decided: all of it, durable, or nothing. Calls in one process
   * follow one another; other processes wait for the lock.
   * @param decide must not wait for anything; an empty list of events writes nothing.
   * @throws UserError (exit 5) when the journal is damaged, cannot be written, or the lock is held for too long.
   */
  change<T>(decide: (book: Book) => Decision<T>): Promise<T>;
  /** Replaces the journal by one snapshot for each subscriber, whole or not at all. @returns lines before and after. */
  compact(rewrite: (book: Book) => readonly SubscriberEvent[]): Promise<{ before: number; after: number }>;
}
