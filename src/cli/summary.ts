import { plural, visible } from '../diagnostic/index.ts';
import type { Diagnostic, DigestReport, DigestStatus, RunReport } from '../model/index.ts';
import { paint } from './terminal.ts';

const statuses: Record<DigestStatus, string> = {
  preview: 'preview',
  empty: 'nothing new that matches',
  'not-due': 'not due',
  'no-address': 'not sent',
  waiting: 'starts with the next edition',
  unread: 'its file has errors',
  sent: 'sent',
  deferred: 'not sent yet, will be tried again',
  failed: 'refused by the mail server',
  'in-doubt': 'in doubt: sent, but not confirmed',
};

/**
 * What happened, for a person: the verdict, the editions, each subscriber's digest, the assumptions, and what to open.
 * @param opens pairs of a path and what it shows.
 * @param nobody why nobody was mailed; `null` when somebody was.
 */
export function summarise(
  report: RunReport,
  opens: readonly (readonly [string, string])[],
  nobody: string | null = null,
): string {
  const lines: string[] = [paint('bold', `${report.verdict.kind}: ${report.verdict.reason}`)];
  if (report.editions.length > 0) {
    const rows = report.editions.map(({ id, counts }) => [
      id,
      [
        `${counts.new} new`,
        ...told(counts.revised, 'revised'),
        ...told(counts.enriched, 'enriched'),
        ...told(counts.relisted, 'relisted'),
        `${counts.seen} seen before`,
      ].join(', '),
    ]);
    lines.push('', paint('bold', 'Editions'), ...table(rows));
  }
  if (report.digests.length > 0) {
    const rows = report.digests.map((digest) => [
      digest.subscription,
      digest.papers === 0 ? '' : plural(digest.papers, 'paper'),
      became(digest),
    ]);
    const previews = report.digests.some(({ status }) => status === 'preview');
    const title = previews ? 'Digests (previews, nothing was sent)' : 'Digests';
    lines.push('', paint('bold', title), ...table(rows));
  }
  if (nobody !== null) lines.push('', nobody);
  const notes = report.diagnostics.filter(({ severity, code }) => severity === 'info' && code !== 'nobody-mailed');
  if (notes.length > 0) lines.push('', paint('bold', 'Assumptions and remarks'), ...notes.map(note));
  if (opens.length > 0) lines.push('', paint('bold', 'Open'), ...table(opens));
  lines.push('', written(report.written));
  return lines.join('\n');
}

/** What became of a digest; where it got no further, also why. */
const became = ({ status, detail }: DigestReport): string =>
  status === 'sent' || detail === undefined || detail === null
    ? statuses[status]
    : `${statuses[status]}${detail.startsWith('until ') ? '' : ':'} ${detail}`;

const told = (n: number, what: string): string[] => (n > 0 ? [`${n} ${what}`] : []);

const note = ({ code, file, message, hint }: Diagnostic): string =>
  `  ${file === null ? '' : `${visible(file)}: `}${visible(message)}${code === 'subscription-waits' ? `; ${hint}` : ''}`;

function written(paths: readonly string[]): string {
  if (paths.length === 0) return 'No file changed.';
  return `${plural(paths.length, 'file')} written.`;
}

/** Columns padded to their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
