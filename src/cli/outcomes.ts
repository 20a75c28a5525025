import { plural } from '../diagnostic/index.ts';
import type { DigestStatus, RunReport } from '../model/index.ts';
import { paint } from './terminal.ts';

/** Beyond so many only those are listed that need a look, and of them no more than so many. */
const most = 40;

const uneventful: readonly DigestStatus[] = ['sent', 'not-due', 'empty', 'waiting', 'preview'];

/** What needs a look most comes first. */
const urgent: readonly DigestStatus[] = ['in-doubt', 'failed', 'unread', 'no-address'];
const byUrgency = (a: { status: DigestStatus }, b: { status: DigestStatus }): number =>
  Number(urgent.includes(b.status)) - Number(urgent.includes(a.status));

/** What became of every digest, and the sums at the end. */
export function outcomes({ digests }: RunReport, dryRun: boolean): string {
  const few = digests.length <= most;
  const shown = few ? digests : digests.filter(({ status }) => !uneventful.includes(status)).sort(byUrgency);
  const more = shown.length - most;
  const rows = shown
    .slice(0, most)
    .map(({ subscription, status, papers, channel, detail }) => [
      subscription,
      channel ?? '',
      papers > 0 ? plural(papers, 'paper') : '',
      status === 'preview' ? 'would be sent' : status,
      status === 'sent' || status === 'preview' ? '' : (detail ?? ''),
    ]);
  const counts = new Map<DigestStatus, number>();
  for (const { status } of digests) counts.set(status, (counts.get(status) ?? 0) + 1);
  const totals = [...counts].map(([status, count]) => [
    status === 'preview' ? 'would be sent' : status,
    String(count).padStart(7),
  ]);
  const title = dryRun ? 'Digests (a dry run: nothing was sent)' : 'Digests';
  if (digests.length === 0) return 'There are no subscriptions.';
  return [
    ...(rows.length > 0
      ? [paint('bold', title), ...columns(rows), ...(more > 0 ? [`  and ${more} more`] : []), '']
      : []),
    paint('bold', 'In all'),
    ...columns(totals),
  ].join('\n');
}

/** Tables under their headings; those without rows are left out. */
export const groups = (tables: Record<string, readonly (readonly string[])[]>): string =>
  Object.entries(tables)
    .flatMap(([title, rows]) => (rows.length === 0 ? [] : [[paint('bold', title), ...columns(rows)].join('\n')]))
    .join('\n\n');

/** Columns padded to their widest cell. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
