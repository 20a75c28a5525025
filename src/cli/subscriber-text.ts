import type { InboxRow } from '../pipeline/inbox.ts';

/** What came of each mail, one a line, and a sum. */
export function inboxText(rows: readonly InboxRow[], dryRun: boolean): string {
  if (rows.length === 0) return 'There is no new mail.';
  const lines = rows.map(({ source, did, subscriber, letter, delivery }) => {
    const about = subscriber === null ? '' : `  ${subscriber}`;
    const answer = letter === null ? '' : `  letter "${letter}"${delivery === null ? '' : `: ${delivery}`}`;
    return `${source}  ${did}${about}${answer}`;
  });
  const mails = `${rows.length} ${rows.length === 1 ? 'mail' : 'mails'}`;
  return `${lines.join('\n')}\n\n${dryRun ? `Nothing was changed: a dry run over ${mails}.` : `${mails} read.`}`;
}
