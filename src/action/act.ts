import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as core from '@actions/core';
import { type ExitCode, worst } from '../diagnostic/exit.ts';
import { formatDiagnostic, plural, UserError } from '../diagnostic/index.ts';
import type { Instant } from '../model/index.ts';
import { gitIn } from '../store/git-run.ts';
import { addressSearch, type Protected, protectedAddresses, withoutAddresses } from './addresses.ts';
import { annotate, diagnosticsIn } from './annotations.ts';
import { thisRun } from './claim.ts';
import { commandLine, environmentOf } from './command.ts';
import { type Environment, type Inputs, readInputs } from './inputs.ts';
import { type Outcome, work } from './job.ts';
import { whyNobody } from './nobody.ts';
import { openRepository } from './repository.ts';
import type { World } from './steps.ts';
import { summary } from './summary.ts';

const log = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs the Action. @returns the exit code, of docs/interface.md. */
export async function act(env: Environment): Promise<ExitCode> {
  const outcome: Outcome = {
    codes: [],
    run: null,
    fetched: null,
    deliveries: null,
    problems: [],
    notes: [],
    refused: null,
    committed: false,
  };
  let inputs: Inputs | null = null;
  let papers = '';
  const secrets: Protected[] = [];
  try {
    inputs = readInputs(env);
    const world = await openWorld(inputs, env, secrets);
    await work(world, outcome).finally(async () => {
      papers = await readFile(world.papersFile, 'utf8').catch(() => '');
    });
  } catch (error) {
    explain(error, outcome);
  }
  const code = worst(outcome.codes as ExitCode[]);
  await tell(outcome, code, inputs, papers, secrets);
  return code;
}

/** An error becomes a part of the outcome; of one of ours the log has where it comes from. */
function explain(error: unknown, outcome: Outcome): void {
  if (error instanceof UserError) {
    outcome.codes.push(error.exitCode);
    outcome.problems.push(...error.diagnostics);
    outcome.refused ??= error.diagnostics[0]!.message;
    for (const problem of error.diagnostics) log(formatDiagnostic(problem));
    return;
  }
  outcome.codes.push(1);
  outcome.refused ??= 'an error of Paperboy ended the run';
  core.error('An error of Paperboy ended the run; the log says where.', { title: 'Paperboy' });
  log(String((error as Error).stack ?? error).replace(/^::/gm, ' ::'));
}

async function openWorld(inputs: Inputs, env: Environment, secrets: Protected[]): Promise<World> {
  const root = env.GITHUB_WORKSPACE ?? process.cwd();
  process.chdir(root);
  const given = environmentOf(env, inputs);
  secrets.push(...(await protectedAddresses(inputs.subscriptions, given)));
  // GitHub masks a secret as a whole; of one that holds many addresses each must be named.
  for (const { address } of secrets) {
    core.setSecret(address);
    if (address !== address.toLowerCase()) core.setSecret(address.toLowerCase());
  }
  for (const name of ['SMTP_URL', 'SMTP_PASSWORD', 'IMAP_URL', 'IMAP_PASSWORD', 'PAPERBOY_KEY'])
    if (given[name]) core.setSecret(given[name]);
  const commits = inputs.commit.size > 0 && !inputs.dryRun;
  if (inputs.send && !inputs.dryRun && !inputs.commit.has('state')) {
    core.warning(
      'Sending without committing the state: unless you keep it yourself, the next run sends the same again.',
    );
  }
  const fixedNow = env.PAPERBOY_NOW || null;
  return {
    inputs,
    root,
    fixedNow,
    command: commandLine(given, log),
    repository: commits ? await openRepository(root, env.GITHUB_REF ?? '', addressSearch(secrets)) : null,
    mine: thisRun(env),
    api: env.GITHUB_API_URL ?? 'https://api.github.com',
    papersFile: join(env.RUNNER_TEMP ?? root, 'paperboy-papers.md'),
    now: () => (fixedNow ?? new Date().toISOString()) as Instant,
    hasHistory: async () => {
      const { out } = inputs;
      const known = await gitIn(root)('ls-files', '--', `${out}/public`, `${out}/state`).catch(() => '');
      return known !== '';
    },
    problemsOf: diagnosticsIn,
    readsMail: inputs.send && (given.IMAP_URL ?? '') !== '',
  };
}

/** Outputs, annotations and the summary. Outputs are numbers and words of fixed lists, paths that were given, and one reason. */
async function tell(
  outcome: Outcome,
  code: ExitCode,
  inputs: Inputs | null,
  papers: string,
  secrets: readonly Protected[],
): Promise<void> {
  const { run, fetched, deliveries, problems, notes, refused, committed } = outcome;
  const sum = (kind: 'new' | 'revised' | 'enriched') =>
    run?.editions.reduce((total, { counts }) => total + counts[kind], 0) ?? 0;
  const having = (...wanted: string[]) => deliveries?.filter(({ status }) => wanted.includes(status)).length ?? 0;
  const previews = run?.digests.filter(({ status }) => status === 'preview').length ?? 0;
  // A source that is down is why nothing is new.
  const verdict = fetched?.kind === 'broken' && run?.verdict.kind === 'quiet' ? fetched : (run?.verdict ?? fetched);
  const outputs: Record<string, string | number | boolean> = {
    verdict: verdict?.kind ?? '',
    reason: reasonOf(verdict?.kind ?? null, sum('new'), run?.editions.length ?? 0),
    'exit-code': code,
    new: sum('new'),
    revised: sum('revised'),
    enriched: sum('enriched'),
    editions: run?.editions.length ?? 0,
    digests: deliveries === null ? previews : having('preview', 'sent'),
    sent: having('sent'),
    failed: having('failed', 'deferred', 'in-doubt'),
    committed,
    'public-path': inputs === null ? '' : `${inputs.out}/public`,
    'mail-path': inputs === null ? '' : `${inputs.out}/mail`,
  };
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  annotate(problems);
  const asked = inputs?.send ?? false;
  const nobody = whyNobody({ run, deliveries, asked, dryRun: inputs?.dryRun ?? false, refused });
  if (nobody !== null) log(nobody);
  for (const note of notes) log(note);
  const told = { code, run: run === null || verdict === null ? run : { ...run, verdict: verdict! } };
  // The runner masks the log, but not the summary.
  const text = withoutAddresses(summary({ ...told, deliveries, problems, notes, nobody, papers }), secrets);
  await core.summary
    .addRaw(
      text ?? '## Paperboy\n\nThe summary had an address in it, so it is not shown; the log says what was done.\n',
    )
    .write();
}

/** The verdict's reason in our own words: that of the document may name files and quote dumps, and an output may land in a script. */
function reasonOf(kind: string | null, added: number, editions: number): string {
  const reasons: Record<string, string> = {
    fresh: `${plural(added, 'new paper')} in ${plural(editions, 'edition')}`,
    quiet: 'nothing new',
    stale: 'the newest list is still that of an older day',
    partial: 'the newest list is not whole',
    broken: 'nothing that was read is sound',
  };
  return reasons[kind ?? ''] ?? 'there was no run';
}
