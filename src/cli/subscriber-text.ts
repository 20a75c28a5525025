import type { InboxRow } from '../pipeline/inbox.ts';
import type { SubscriberRow } from './subscriber-documents.ts';

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

/** A list as a table, one subscriber in full, or what was done. */
export function subscribersText(
  { rows, text }: { rows: readonly SubscriberRow[]; text: readonly string[] },
  action: string,
): string {
  if (action === 'show') return rows.map(inFull).join('\n\n');
  if (action !== 'list') return text.join('\n');
  if (rows.length === 0) return 'There are no subscribers.';
  const table = rows.map((row) => [row.id, stateOf(row), row.cadence, row.topics.join(' | ').slice(0, 60)]);
  const widths = [0, 1, 2].map((at) => Math.max(...table.map((cells) => cells[at]!.length)));
  const lines = table.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const states = [...new Set(rows.map(({ state }) => state))].map(
    (state) => `${rows.filter((row) => row.state === state).length} ${state}`,
  );
  return `${lines.join('\n')}\n\n${states.join(', ')}`;
}

const stateOf = ({ state, until }: SubscriberRow): string => (until === null ? state : `${state} until ${until}`);

function inFull(row: SubscriberRow): string {
  const consent = row.consent.map(({ at, what, how }) => `  ${at}  ${what}, by ${how}`);
  return [
    `${row.id}: ${stateOf(row)}, ${row.cadence}`,
    ...row.topics.map((topic) => `  ${topic}`),
    'Consent',
    ...consent,
  ].join('\n');
}
