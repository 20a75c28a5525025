import { plural } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { annotationOf } from './annotations.ts';
import type { RunDocument, SendDocument } from './documents.ts';

const meanings: Record<number, string> = {
  0: 'done',
  1: 'an error of Paperboy',
  2: 'usage or configuration is wrong',
  3: 'some input was unusable; the rest was processed',
  4: 'some deliveries did not go out, or are in doubt',
  5: 'refused to run',
  130: 'stopped',
  143: 'stopped',
};

/** Rows of a table; the log and the state have all. */
const mostRows = 200;

/** GitHub takes 1 MiB from a step, and shows nothing of what is longer. */
const mostBytes = 1_000_000;

export interface Told {
  code: number;
  run: RunDocument | null;
  deliveries: SendDocument['deliveries'] | null;
  problems: readonly Diagnostic[];
  /** What the Action did besides: commits, takeovers. */
  notes: readonly string[];
  nobody: string | null;
  /** Markdown that is escaped already (`paperboy run --summary`). */
  papers: string;
}

/** Text from elsewhere as HTML within one line of Markdown: no mark-up of either, no line break, of bounded length. */
function escaped(text: unknown): string {
  const line = String(text ?? '').replace(/\s+/g, ' ');
  const short = line.length > 300 ? `${line.slice(0, 299)}…` : line;
  return [...short]
    .map((character) => (/[\p{L}\p{N} ,;()…-]/u.test(character) ? character : `&#${character.codePointAt(0)};`))
    .join('');
}

function table(head: string[], rows: unknown[][]): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, mostRows).map((cells) => cells.map(escaped));
  const more = rows.length - shown.length;
  return [
    '',
    ...[head, head.map(() => '---'), ...shown].map((cells) => `| ${cells.join(' | ')} |`),
    ...(more > 0 ? ['', `and ${more} more.`] : []),
  ];
}

/** The page that GitHub shows for the run. No address is in it: subscribers are called by their ids. */
export function summary({ code, run, deliveries, problems, notes, nobody, papers }: Told): string {
  const outcome = `Exit code ${code}: ${meanings[code] ?? 'unknown'}.`;
  const sent = deliveries?.filter(({ status }) => status === 'sent') ?? [];
  const mailed = `${plural(sent.length, 'digest')} sent, ${plural(
    sent.reduce((sum, { papers: some }) => sum + some, 0),
    'paper',
  )} in all.`;
  const lines = [
    run === null ? '## Paperboy' : `## Paperboy: ${escaped(run.verdict.kind)}`,
    '',
    run === null ? outcome : `${escaped(run.verdict.reason)}. ${outcome}`,
    '',
    `**${escaped(nobody ?? mailed)
      .replaceAll('&#46;', '.')
      .replaceAll('&#58;', ':')}**`,
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${escaped(note)}`)]),
    ...table(
      ['edition', 'new', 'revised', 'enriched', 'seen before'],
      (run?.editions ?? []).map(({ id, counts }) => [id, counts.new, counts.revised, counts.enriched, counts.seen]),
    ),
    ...table(
      ['digest of', 'papers', 'status'],
      (deliveries ?? run?.digests ?? []).map(({ subscription, papers: count, status }) => [
        subscription,
        count,
        status,
      ]),
    ),
    ...table(
      ['severity', 'code', 'where', 'what'],
      problems
        .filter(({ severity }) => severity !== 'info')
        .map((problem) => {
          const where = [problem.file, problem.line, problem.column].filter((part) => part !== null).join(':');
          return [problem.severity, problem.code, where, annotationOf(problem).message];
        }),
    ),
  ];
  const head = `${lines.join('\n')}\n`;
  const whole = `${head}\n${papers}`;
  if (Buffer.byteLength(whole) <= mostBytes) return whole;
  return Buffer.byteLength(head) <= mostBytes
    ? `${head}\nThe papers do not fit here.\n`
    : `${lines.slice(0, 5).join('\n')}\n`;
}
