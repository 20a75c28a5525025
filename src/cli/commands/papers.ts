import type { Argv } from 'yargs';
import type { Archive, PaperRecord } from '../../model/index.ts';
import { type Command, dayOption, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { print, printJson } from '../terminal.ts';

interface PapersArguments {
  query?: string;
  out?: string;
  limit: string;
  passed?: string;
  since?: string;
  json: boolean;
}

export const papersCommand = {
  command: 'papers [query]',
  describe: 'Look papers up in the archive: the newest, those that match a query, or those that passed a mark',
  builder: (args: Argv) =>
    args
      .positional('query', { type: 'string', describe: 'A query, as for match; without one all papers' })
      .option('out', { type: 'string', requiresArg: true, describe: 'The output folder (out)' })
      .option('limit', { type: 'string', default: '20', requiresArg: true, describe: 'How many at the most; 0: all' })
      .option('passed', {
        type: 'string',
        requiresArg: true,
        describe: 'Only papers that passed a mark, such as upvotes:100 or comments:20',
      })
      .option('since', {
        type: 'string',
        requiresArg: true,
        describe: 'Only what was first seen, or passed the mark, from this day on',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' }),
  examples: [
    ['papers "reward model"', 'papers of the archive that match'],
    ['papers --passed upvotes:100 --since 2026-02-01', 'what became popular'],
  ],
  docs: 'archive.md',
  exits: [0, 2, 5],
  run: papers,
} satisfies Command;

async function papers(argv: PapersArguments): Promise<ExitCode> {
  const { settingsOf } = await import('../settings.ts');
  const { openArchive } = await import('../state.ts');
  const { crossings } = await import('../../pipeline/archive.ts');
  const limit = /^\d{1,9}$/.test(argv.limit) ? Number(argv.limit) : null;
  if (limit === null) throw usage(`--limit is not a number: ${JSON.stringify(argv.limit)}`, 'a number; 0 for all');
  const since = dayOption('since', argv.since);
  const passed = argv.passed === undefined ? null : markOption(argv.passed);
  const found = await matching(argv.query ?? null, (await openArchive(settingsOf(argv).outDir)).archive());
  const rows =
    passed === null
      ? found
          .filter(({ firstSeen }) => since === null || firstSeen >= since)
          .map((paper) => ({ paper, crossing: null }))
      : crossings(found, { ...passed, since }).map((crossing) => ({ paper: crossing.paper, crossing }));
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  if (argv.json) {
    const { archivedPaper } = await import('../archive-documents.ts');
    const list = shown.map(({ paper, crossing }) => ({
      ...archivedPaper(paper),
      passed: crossing === null ? null : { date: crossing.date, before: crossing.before, after: crossing.after },
    }));
    printJson({ schema: 'paperboy.papers/1', total: rows.length, papers: list });
    return 0;
  }
  const { paperLines } = await import('../archive-text.ts');
  for (const { paper, crossing } of shown) {
    print(paperLines(paper));
    if (crossing !== null)
      print(`  ${passed!.signal}: ${crossing.before ?? 'unknown'} before, ${crossing.after} on ${crossing.date}`);
  }
  if (rows.length > shown.length) print(`${shown.length} of ${rows.length}; --limit 0 shows all`);
  if (rows.length === 0) print('No paper.');
  return 0;
}

/** The papers that match a query, best first; without one all, the newest first. */
async function matching(query: string | null, archive: Archive): Promise<PaperRecord[]> {
  if (query === null) return [...archive.papers].sort((a, b) => (a.instant < b.instant ? 1 : -1));
  const { searchArchive } = await import('../../pipeline/inspect.ts');
  return searchArchive(query, archive);
}

function markOption(text: string): { signal: 'comments' | 'upvotes'; mark: number } {
  const [, signal, mark] = /^(comments|upvotes):([1-9]\d{0,8})$/.exec(text) ?? [];
  if (signal === undefined) throw usage(`--passed is no mark: ${JSON.stringify(text)}`, 'upvotes:100 or comments:20');
  return { signal: signal as 'comments' | 'upvotes', mark: Number(mark) };
}
