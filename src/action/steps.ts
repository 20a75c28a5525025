import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic, Instant } from '../model/index.ts';
import type { RunName } from './claim.ts';
import type { CommandLine } from './command.ts';
import type { FetchDocument, RunDocument, StatsDocument } from './documents.ts';
import { fetchCalls } from './fetching.ts';
import type { Inputs } from './inputs.ts';
import type { Outcome } from './job.ts';
import type { Repository } from './repository.ts';

/** What the steps work with. */
export interface World {
  inputs: Inputs;
  command: CommandLine;
  /** `null`: nothing is committed. */
  repository: Repository | null;
  /** The folder that everything is below. */
  root: string;
  mine: RunName;
  /** Where GitHub's API is. */
  api: string;
  /** Where the new papers are written as Markdown. */
  papersFile: string;
  now(): Instant;
  /** Given instead of the time, by `PAPERBOY_NOW`. */
  fixedNow: string | null;
  /** Whether an earlier run's results are in git: then a missing archive is a loss. */
  hasHistory(): Promise<boolean>;
  problemsOf(said: readonly string[]): Diagnostic[];
  /** There is a mailbox that people write to, and answers may be sent. */
  readsMail: boolean;
}

/** Fetches what the source asks for, then takes all dumps in and renders; nobody is mailed. */
export async function takeIn(world: World, outcome: Outcome): Promise<void> {
  const { inputs, command } = world;
  // A round that was taken back is as if it had not been.
  Object.assign(outcome, { codes: [], run: null, fetched: null, deliveries: null, refused: null });
  outcome.problems = outcome.problems.filter(({ code }) => code === 'claim-taken-over');
  for (const call of fetchCalls(inputs, Date.parse(world.now()), await newestDay(world))) {
    const { code, document, said } = await command.run<FetchDocument>(...call);
    outcome.codes.push(code);
    outcome.problems.push(...(document?.diagnostics ?? world.problemsOf(said)));
    if (document !== null && outcome.fetched?.kind !== 'broken') outcome.fetched = document.verdict;
  }
  await rm(world.papersFile, { force: true });
  const ended = await command.run<RunDocument>(...(await runArguments(world)));
  outcome.codes.push(ended.code);
  outcome.run = ended.document;
  outcome.problems.push(...(ended.document?.diagnostics ?? world.problemsOf(ended.said)));
}

async function newestDay({ inputs, command, root }: World): Promise<string | null> {
  if (inputs.source !== 'daily' || inputs.date !== '') return null;
  if (!existsSync(join(root, inputs.out, 'state', 'manifest.json'))) return null;
  const { document } = await command.run<StatsDocument>('archive', 'stats', '--json', `--out=${inputs.out}`);
  return document?.lastDay ?? null;
}

/** `--name=value` is one word each: an input cannot turn into an option of its own. */
async function runArguments(world: World): Promise<string[]> {
  const { inputs } = world;
  const required = inputs.requireState === 'auto' ? ((await world.hasHistory()) ? 'true' : '') : inputs.requireState;
  return [
    'run',
    ...common(world),
    `--summary=${world.papersFile}`,
    ...(inputs.date === '' || inputs.source !== 'dumps' ? [] : [`--date=${inputs.date}`]),
    ...(inputs.backfill ? ['--backfill'] : []),
    ...(required === '' ? [] : [required === 'true' ? '--require-state' : '--no-require-state']),
    ...inputs.dumps,
  ];
}

export const sendArguments = (world: World): string[] => [
  'send',
  ...common(world),
  `--in-doubt=${world.inputs.inDoubt}`,
];

const common = ({ inputs, fixedNow }: World): string[] => [
  '--json',
  `--out=${inputs.out}`,
  `--subscriptions=${inputs.subscriptions}`,
  ...(inputs.channel === '' ? [] : [`--channel=${inputs.channel}`]),
  ...(inputs.siteUrl === '' ? [] : [`--site-url=${inputs.siteUrl}`]),
  ...(fixedNow === null ? [] : [`--now=${fixedNow}`]),
];
