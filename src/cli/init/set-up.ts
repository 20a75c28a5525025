import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadSubscriptions } from '../../config/load-subscriptions.ts';
import { resolveSettings } from '../../config/settings.ts';
import { listOption, usage } from '../command.ts';
import type { InitArguments } from '../commands/init.ts';
import type { ExitCode } from '../exit.ts';
import { addressNames, ownAction, readAction } from '../schedule/action.ts';
import { answersOf, type Circumstances } from './answers.ts';
import { schemasFrom } from './own.ts';
import { openTerminal, Unanswered } from './questions.ts';
import { type Answers, type InitFile, scaffold, subscriptionPath } from './scaffold.ts';
import { sort, writeAll } from './write.ts';

/** What was set up, or would be. */
export interface SetUp {
  folder: string;
  answers: Answers;
  write: InitFile[];
  keep: InitFile[];
  remarks: string[];
}

/** Where questions are asked. */
export interface Streams {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/**
 * Sets a folder up, all of it or nothing.
 * @returns an exit code when somebody stopped it before anything was written.
 * @throws UserError (exit 2) for a mistake in the flags, (exit 5) when the folder cannot be written.
 */
export async function setUp(argv: InitArguments, { input, output }: Streams): Promise<SetUp | ExitCode> {
  const folder = resolve(argv.folder ?? '.');
  const found = await stat(folder).catch(() => null);
  if (found !== null && !found.isDirectory()) throw usage(`${argv.folder} is a file`, 'a folder, or a new name');
  const circumstances = await look(folder, argv);
  const terminal = input.isTTY === true && !argv.yes ? openTerminal(input, output) : null;
  const person = terminal && { ask: terminal.ask, say: (text: string) => void output.write(`${text}\n`) };
  let answers: Answers;
  try {
    answers = await answersOf(argv, listOption(argv.topics), circumstances, person);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    output.write(`\n${error.message}: nothing was written\n`);
    return error.interrupted ? 130 : 2;
  } finally {
    terminal?.close();
  }
  await refuseTaken(folder, answers.id);
  const gitignore = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => null);
  const files = scaffold(answers, {
    existing: new Map(gitignore === null ? [] : [['.gitignore', gitignore]]),
    schemas: schemasFrom(folder),
    addresses: await addressNames(join(folder, 'subscriptions')),
  });
  const { write, keep } = await sort(folder, files, argv.force);
  if (!argv.dryRun) await writeAll(folder, write);
  return { folder, answers, write, keep, remarks: remarksOf(argv, answers, circumstances, keep) };
}

async function look(folder: string, argv: InitArguments): Promise<Circumstances> {
  const action = argv.action === undefined ? await ownAction(folder) : readAction(argv.action);
  const { siteUrl } = resolveSettings({ flags: { siteUrl: argv.siteUrl }, env: {} });
  const workflows = join(folder, '.github', 'workflows');
  const names = await readdir(workflows).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(workflows, name), 'utf8').catch(() => '')));
  return { action, siteUrl, running: texts.some((text) => /^ {2}group: paperboy-digest$/m.test(text)) };
}

/** Two subscriptions with one id would be one. */
async function refuseTaken(folder: string, id: string): Promise<void> {
  const { subscriptions } = await loadSubscriptions(join(folder, 'subscriptions'));
  const other = subscriptions.find((one) => one.id === id);
  if (other === undefined || resolve(other.source) === join(folder, subscriptionPath(id))) return;
  throw usage(`the id "${id}" is taken by ${other.source}`, 'another one, with --id');
}

function remarksOf(argv: InitArguments, answers: Answers, circumstances: Circumstances, keep: InitFile[]): string[] {
  const remarks: string[] = [];
  if (argv.workflow === true && answers.action === null) {
    remarks.push(
      'no workflow was written: there is no action.yml of Paperboy in this folder; name the action with --action OWNER/REPO@SHA',
    );
  }
  if (argv.workflow === true && answers.action !== null && circumstances.running) {
    remarks.push('another workflow in .github/workflows runs Paperboy already; keep one of them');
  }
  const own = subscriptionPath(answers.id);
  if (keep.some(({ path }) => path === own)) {
    remarks.push(`${own} was there and stays as it is (--id makes another, --force replaces it)`);
  }
  return remarks;
}
