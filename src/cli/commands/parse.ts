import type { Argv } from 'yargs';
import { plural } from '../../diagnostic/index.ts';
import type { DateBasis } from '../../model/index.ts';
import { type Command, type CommonArguments, commonOptions, dayOption, nowOption } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { paint, print, printDiagnostics, printJson } from '../terminal.ts';

export const parseCommand = {
  command: 'parse <dump..>',
  describe: 'Show what dumps say: papers, dates, and every doubt',
  builder: (args: Argv) =>
    args
      .positional('dump', { type: 'string', array: true, describe: 'Files or folders; - for standard input' })
      .options(commonOptions),
  examples: [
    ['parse page.txt', 'what a saved page says'],
    ['parse dumps --json', 'all dumps of a folder, as JSON'],
  ],
  docs: 'dumps.md',
  exits: [0, 2, 3],
  run: parse,
} satisfies Command;

const datedBy = (basis: DateBasis | null): string => {
  if (basis === null) return 'not dated';
  return basis === 'assumed' ? 'date assumed' : `dated by ${basis === 'flag' ? '--date' : basis.replace('-', ' ')}`;
};

async function parse(argv: CommonArguments & { dump: string[] }): Promise<ExitCode> {
  const { readSources } = await import('../../fetch/files.ts');
  const { parseSources } = await import('../../pipeline/parse.ts');
  const { parseDocument } = await import('../documents.ts');
  const date = dayOption('date', argv.date);
  const now = nowOption(argv.now);
  const sources = await readSources(argv.dump);
  const dumps = parseSources(sources, { now, date });
  const all = dumps.flatMap((dump) => dump.diagnostics);
  if (argv.json) printJson(parseDocument(dumps));
  else {
    for (const dump of dumps) {
      const layouts = dump.layouts.length > 0 ? ` ${dump.layouts.join(' ')}` : '';
      print(
        paint(
          'bold',
          `${dump.source}: ${plural(dump.papers.length, 'paper')}${dump.date === null ? '' : ` of ${dump.date}`}`,
        ),
      );
      print(
        `  ${dump.format}${layouts}, ${dump.listing} listing, ${datedBy(dump.dateBasis)}, confidence ${dump.confidence}`,
      );
      if (dump.lines !== null) print(`  ${dump.lines.explained} of ${dump.lines.total} lines explained`);
      for (const paper of dump.papers) print(`  ${String(paper.line).padStart(5)}  ${paper.title}`);
    }
  }
  printDiagnostics(all, argv.json ? 'warning' : 'info');
  return all.some((problem) => problem.severity === 'error') ? 3 : 0;
}
