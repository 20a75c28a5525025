import { join } from 'node:path';
import type { Argv } from 'yargs';
import { diagnostic } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { type Command, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { print, printDiagnostics, printJson } from '../terminal.ts';

/** What can be done to an archive. To add one: a line here, a function below. */
const actions = {
  verify: { describe: 'check every file, every reference, the ledger and the index', run: verify },
  stats: { describe: 'what it holds, and how well its papers are known', run: stats },
  repair: { describe: 'make a damaged archive readable again; says what is lost, writes with --yes', run: repair },
  export: { describe: 'all papers, dumps and editions as JSON Lines, to FILE or stdout', run: exportTo },
  import: { describe: 'an exported archive, from FILE or stdin, into a new place', run: importFrom },
  migrate: { describe: 'bring the files of an earlier version up to date', run: migrate },
} satisfies Record<string, { describe: string; run: (argv: ArchiveArguments) => Promise<ExitCode> }>;

interface ArchiveArguments {
  action: keyof typeof actions;
  file?: string;
  out: string;
  json: boolean;
  yes: boolean;
}

const explained = Object.entries(actions).map(([name, { describe }]) => `${name}: ${describe}`);

export const archiveCommand = {
  command: 'archive <action> [file]',
  describe: 'Verify, repair, export, import or describe the archive: the memory of all papers',
  builder: (args: Argv) =>
    args
      .positional('action', { choices: Object.keys(actions), describe: explained.join('; ') })
      .positional('file', { type: 'string', describe: 'For export and import; - or nothing for stdout and stdin' })
      .option('out', { type: 'string', requiresArg: true, describe: 'The output folder (out)' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('yes', { type: 'boolean', default: false, describe: 'For repair: write, and keep the old files beside' }),
  examples: [
    ['archive verify', 'is everything as it was written?'],
    ['archive stats', 'how many papers, and how well they are known'],
    ['archive export papers.jsonl', 'a backup, or food for another tool'],
  ],
  docs: 'archive.md',
  exits: [0, 2, 3, 5],
  reports: ({ action }: ArchiveArguments) => action !== 'stats' && action !== 'export',
  run: async (argv: Omit<ArchiveArguments, 'out'> & { out?: string }) => {
    if (argv.file !== undefined && argv.action !== 'export' && argv.action !== 'import') {
      throw usage(`archive ${argv.action} takes no file`, 'a file only for export and import');
    }
    const { settingsOf } = await import('../settings.ts');
    return actions[argv.action].run({ ...argv, out: settingsOf(argv).outDir });
  },
} satisfies Command;

/** Where everything is, and the function that finds papers. */
async function places(out: string) {
  const { cacheOf, stateFolder } = await import('../state.ts');
  const { recordKeys } = await import('../../pipeline/archive.ts');
  const folder = stateFolder(out);
  return { folder, cache: cacheOf(folder), keysOf: recordKeys };
}

async function verify(argv: ArchiveArguments): Promise<ExitCode> {
  const { verifyState } = await import('../../store/verify.ts');
  const { verifyLedger } = await import('../../pipeline/archive.ts');
  const { storeOf } = await import('../state.ts');
  const { folder, ...options } = await places(argv.out);
  const { archive, files, diagnostics, ledger } = verifyState(folder, options);
  const problems = [...diagnostics];
  if (archive !== null) problems.push(...(await verifyLedger(storeOf(folder).ledger, archive, ledger!)));
  if (archive === null && problems.length === 0) problems.push(...(await lostArchive(argv.out)));
  const damaged = problems.some(({ severity }) => severity === 'error');
  const state = archive === null && !damaged ? 'absent' : damaged ? 'damaged' : 'sound';
  const { papers = [], editions = [], dumps = [] } = archive ?? {};
  const counts = { papers: papers.length, editions: editions.length, dumps: dumps.length };
  if (argv.json) printJson({ schema: 'paperboy.verify/1', state, files, ...counts, diagnostics: problems });
  else if (state === 'absent') print('There is no archive here yet.');
  else if (state === 'sound') {
    print(`Sound: ${counts.papers} papers, ${counts.editions} editions, ${counts.dumps} dumps in ${files} files.`);
  } else if (problems.some(({ code }) => code === 'state-outdated')) print('Of another version of Paperboy.');
  else print('Damaged. paperboy archive repair says what can be saved.');
  printDiagnostics(problems);
  return damaged ? 5 : 0;
}

/** No archive beside the results of earlier runs: it was lost. */
async function lostArchive(out: string): Promise<Diagnostic[]> {
  const { hasOutput } = await import('../files.ts');
  if (!(await hasOutput(out))) return [];
  const message = 'there is no archive, but the output folder holds feeds or mails of an earlier run';
  return [diagnostic('state-missing', { message, file: out, hint: 'restore the state folder from git or a backup' })];
}

async function stats(argv: ArchiveArguments): Promise<ExitCode> {
  const { openArchive } = await import('../state.ts');
  const { statsOf } = await import('../../pipeline/archive.ts');
  const counted = statsOf((await openArchive(argv.out)).archive());
  if (argv.json) printJson({ schema: 'paperboy.stats/1', ...counted });
  else {
    const { describeStats } = await import('../archive-text.ts');
    print(describeStats(counted));
  }
  return 0;
}

async function repair(argv: ArchiveArguments): Promise<ExitCode> {
  const { repairState } = await import('../../store/repair.ts');
  const { ledgerFacts } = await import('../../pipeline/archive.ts');
  const { lockFor, storeOf } = await import('../state.ts');
  const { folder, ...options } = await places(argv.out);
  if (!(await isFolder(folder))) {
    print('There is no archive here yet.');
    return 0;
  }
  const unlock = argv.yes ? await lockFor(folder) : null;
  try {
    const keep = await newFolder(`${folder}-damaged`);
    const facts = await ledgerFacts(storeOf(folder).ledger);
    const result = await repairState(folder, { ...options, ...facts, write: argv.yes, keep });
    const { papers, editions, kept, losses } = result;
    if (argv.json)
      printJson({ schema: 'paperboy.repair/1', written: kept !== null, papers, editions, kept, diagnostics: losses });
    else if (losses.length === 0) print('Nothing to repair.');
    else if (kept === null)
      print(`${papers} papers and ${editions} editions can be saved. Nothing was changed; --yes does it.`);
    else print(`Repaired: ${papers} papers, ${editions} editions. The files as they were are in ${kept}.`);
    printDiagnostics(losses);
    return 0;
  } finally {
    await unlock?.();
  }
}

/** Whether there is anything to repair. */
async function isFolder(folder: string): Promise<boolean> {
  const { existsSync } = await import('node:fs');
  return existsSync(folder);
}

/** The first name that is not taken: an earlier repair's files are kept. */
async function newFolder(name: string): Promise<string> {
  const { existsSync } = await import('node:fs');
  for (let n = 1; ; n++) if (!existsSync(n === 1 ? name : `${name}-${n}`)) return n === 1 ? name : `${name}-${n}`;
}

async function exportTo(argv: ArchiveArguments): Promise<ExitCode> {
  const { exportArchive } = await import('../../store/exchange.ts');
  const { folder, ...options } = await places(argv.out);
  const { file = '-' } = argv;
  const { papers } = await exportArchive(folder, options, file === '-' ? process.stdout : file);
  if (file !== '-') print(`${papers} papers written to ${file}.`);
  return 0;
}

async function importFrom(argv: ArchiveArguments): Promise<ExitCode> {
  const { importArchive } = await import('../../store/exchange.ts');
  const { ledgerFacts } = await import('../../pipeline/archive.ts');
  const { lockFor, storeOf } = await import('../state.ts');
  const { folder, ...options } = await places(join(argv.out, 'state'));
  const unlock = await lockFor(folder);
  try {
    const ledger = (await ledgerFacts(storeOf(folder).ledger)).ledgerMark();
    const { file = '-' } = argv;
    const from = file === '-' ? process.stdin : file;
    const { papers, editions } = await importArchive(folder, { ...options, ledger }, from);
    print(`${papers} papers and ${editions} editions imported.`);
    return 0;
  } finally {
    await unlock();
  }
}

async function migrate(argv: ArchiveArguments): Promise<ExitCode> {
  const { lockFor, storeOf, stateFolder } = await import('../state.ts');
  const unlock = await lockFor(stateFolder(argv.out));
  try {
    const state = await storeOf(argv.out).open({ whole: true });
    const remarks = state?.remarks ?? [];
    print(state === null ? 'There is no archive here yet.' : (remarks[0]?.message ?? 'The archive is up to date.'));
    return 0;
  } finally {
    await unlock();
  }
}
