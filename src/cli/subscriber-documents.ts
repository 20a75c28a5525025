import type { Diagnostic } from '../model/index.ts';
import type { InboxRow } from '../pipeline/inbox.ts';

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
