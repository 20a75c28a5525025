import { plural } from '../diagnostic/index.ts';
import type { PaperRecord } from '../model/index.ts';
import type { PaperHistory } from '../pipeline/history.ts';
import type { ArchiveStats } from '../pipeline/stats.ts';
import { paint } from './terminal.ts';

/** What an archive holds, for a person. */
export function describeStats(stats: ArchiveStats): string {
  const { papers, dumps, editions, firstDay, lastDay, known, changes } = stats;
  const share = (count: number): string => `${count} (${papers === 0 ? 0 : Math.round((count / papers) * 100)} %)`;
  const span = firstDay === null ? '' : `, ${firstDay} to ${lastDay}`;
  const most = Math.max(1, ...stats.months.map((month) => month.papers));
  return [
    paint('bold', `${plural(papers, 'paper')} from ${plural(dumps, 'dump')} in ${plural(editions, 'edition')}${span}`),
    '',
    paint('bold', 'Known of the papers'),
    ...rows(Object.entries(known).map(([name, count]) => [names[name] ?? name, share(count)])),
    '',
    paint('bold', 'Changes told of'),
    ...rows(Object.entries(changes).map(([name, count]) => [name, String(count)])),
    ...(stats.months.length > 0 ? ['', paint('bold', 'New papers by month')] : []),
    ...rows(
      stats.months.map((each) => [
        each.month,
        '█'.repeat(Math.max(1, Math.round((each.papers / most) * 40))),
        String(each.papers),
      ]),
    ),
    ...notes(
      'Daily lists that are not whole',
      stats.partial.map(({ date, source, reason }) => `${date} ${source}: ${reason}`),
    ),
    ...notes(
      'Dumps whose year is assumed',
      stats.assumed.map(({ date, source }) => `${date} ${source}`),
    ),
  ].join('\n');
}

const names: Record<string, string> = {
  arxivId: 'arXiv id',
  aiSummary: 'summary',
  page: 'page link',
  arxiv: 'arXiv link',
};

const notes = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map((line) => `  ${line}`)];

/** A paper on two lines: its title, and what it is known by. */
export const paperLines = (paper: PaperRecord): string =>
  [
    paint('bold', paper.title),
    `  ${[
      paper.arxivId ?? 'no arXiv id',
      `first seen ${paper.firstSeen}`,
      ...(paper.lastSeen === paper.firstSeen ? [] : [`last ${paper.lastSeen}`]),
      ...(paper.organization === null ? [] : [paper.organization.name]),
      ...(paper.upvotes === null ? [] : [plural(paper.upvotes, 'upvote')]),
      ...(paper.comments === null ? [] : [plural(paper.comments, 'comment')]),
    ].join(' · ')}`,
  ].join('\n');

/** The life of a paper, for a person. */
export function describeHistory({ paper, events, origins }: PaperHistory): string {
  const lines = [paperLines(paper), '', paint('bold', 'What happened')];
  for (const { date, kind, edition, source, reason, fields, comments, upvotes } of events) {
    const signals = [
      ...(upvotes === null ? [] : [plural(upvotes, 'upvote')]),
      ...(comments === null ? [] : [plural(comments, 'comment')]),
    ];
    const details = [
      ...(edition === null ? [] : [`edition ${edition}`]),
      ...(reason === null ? [] : [reason]),
      ...signals,
    ];
    lines.push(`  ${date}  ${kind.padEnd(8)}  ${source}${details.length > 0 ? `  (${details.join('; ')})` : ''}`);
    for (const { field, before, after } of fields) {
      if (before !== null) lines.push(`${' '.repeat(24)}${field} was  ${excerpt(before)}`);
      lines.push(`${' '.repeat(24)}${field} ${before === null ? 'is' : 'now'}  ${excerpt(after ?? '')}`);
    }
  }
  lines.push('', paint('bold', 'Who says so'));
  for (const { field, value, current, sources } of origins) {
    const last = sources.at(-1);
    const by =
      last === undefined
        ? 'not known'
        : `${last.source}, ${last.date}${sources.length > 1 ? ` and ${sources.length - 1} more` : ''}`;
    lines.push(`  ${(current ? field : '  formerly').padEnd(12)}  ${excerpt(value)}  (${by})`);
  }
  return lines.join('\n');
}

const excerpt = (text: string): string => (text.length <= 72 ? text : `${text.slice(0, 71).trimEnd()}…`);

function rows(cells: readonly (readonly string[])[]): string[] {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
