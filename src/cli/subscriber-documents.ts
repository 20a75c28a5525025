import type { Day, Diagnostic, Instant } from '../model/index.ts';
import type { InboxRow } from '../pipeline/inbox.ts';
import type { SubscriberState } from '../subscribers/types.ts';

/** `paperboy.inbox/1`: what was read, and what came of it. No address stands in it. */
export interface InboxDocument {
  schema: 'paperboy.inbox/1';
  dryRun: boolean;
  mails: InboxRow[];
  diagnostics: Diagnostic[];
}

export const inboxDocument = (
  mails: readonly InboxRow[],
  diagnostics: readonly Diagnostic[],
  dryRun: boolean,
): InboxDocument => ({
  schema: 'paperboy.inbox/1',
  dryRun,
  mails: mails.map(({ source, did, subscriber, letter, delivery }) => ({ source, did, subscriber, letter, delivery })),
  diagnostics: [...diagnostics],
});

/** One subscriber, without the address. */
export interface SubscriberRow {
  id: string;
  state: SubscriberState;
  until: Day | null;
  topics: string[];
  cadence: string;
  created: Instant;
  confirmed: Instant | null;
  consent: { at: Instant; what: string; how: string }[];
}

/** `paperboy.subscribers/1`: those that were listed, shown or added. */
export interface SubscribersDocument {
  schema: 'paperboy.subscribers/1';
  subscribers: SubscriberRow[];
  /** What was done, in sentences for people. */
  done: string[];
  diagnostics: Diagnostic[];
}

export const subscribersDocument = ({
  rows,
  text,
  diagnostics,
}: {
  rows: SubscriberRow[];
  text: string[];
  diagnostics: Diagnostic[];
}): SubscribersDocument => ({ schema: 'paperboy.subscribers/1', subscribers: rows, done: text, diagnostics });
