import type { Argv } from 'yargs';
import { type Command, type CommonArguments, commonOptions, dayOption, nowOption } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { paint, print, printDiagnostics, printJson } from '../terminal.ts';

export const diffCommand = {
  command: 'diff <dump..>',
  describe: 'Show what is new in each dump, in order of their dates; writes nothing',
  builder: (args: Argv) =>
    args
      .positional('dump', { type: 'string', array: true, describe: 'Files or folders; - for standard input' })
      .options(commonOptions)
      .option('state', { type: 'string', requiresArg: true, describe: 'Compare with the archive in this folder' }),
  examples: [
    ['diff monday.txt tuesday.txt', 'what Tuesday added'],
    ['diff today.txt --state out/state', 'what a run would take in'],
  ],
  docs: 'archive.md',
  exits: [0, 2, 3, 5],
  run: diff,
} satisfies Command;

async function diff(argv: CommonArguments & { dump: string[]; state?: string }): Promise<ExitCode> {
  const { readSources } = await import('../../fetch/files.ts');
  const { parseAgainst } = await import('../../pipeline/parse.ts');
  const { diffSteps, redate, viewOf } = await import('../../pipeline/inspect.ts');
  const { diffDocument } = await import('../documents.ts');
  const { openArchive } = await import('../state.ts');
  const date = dayOption('date', argv.date);
  const now = nowOption(argv.now);
  const archive = argv.state === undefined ? null : await openArchive(argv.state);
  const view = viewOf(archive);
  const sources = await readSources(argv.dump);
  const { dumps, redatings } = parseAgainst(sources, { now, date, archive: archive === null ? null : view });
  const corrected = redatings.flatMap((redating) => redate(view, redating));
  const steps = diffSteps(view, dumps);
  const all = [...corrected, ...dumps.flatMap((dump) => dump.diagnostics)];
  if (argv.json) printJson(diffDocument(steps, view.size));
  else {
    for (const { dump, effect } of steps) {
      const { new: added, revised, enriched, relisted, seen } = effect.counts;
      print(paint('bold', `${dump.date}  ${dump.source}`));
      print(`  ${added} new, ${revised} revised, ${enriched} enriched, ${relisted} relisted, ${seen} seen`);
      for (const change of effect.changes) {
        if (change.kind === 'seen') continue;
        const fields = change.fields.length > 0 ? ` (${change.fields.map((field) => field.field).join(', ')})` : '';
        print(`  ${change.kind.padEnd(9)} ${change.title}${fields}`);
      }
    }
    print(`${view.size} papers in all`);
  }
  printDiagnostics(all, argv.json ? 'warning' : 'info');
  return all.some((problem) => problem.severity === 'error') ? 3 : 0;
}
