import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diagnostic, plural, UserError } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { claimText, judgeClaim } from './claim.ts';
import type { Ended } from './command.ts';
import { commitNothing, commitPaths } from './commit.ts';
import type { RunDocument, SendDocument } from './documents.ts';
import { mailWaits, readMail } from './mailbox.ts';
import {
  differing,
  dropOnto,
  fetchBranch,
  fileIn,
  headOf,
  moveOnto,
  push,
  pushForSure,
  type Repository,
} from './repository.ts';
import { sendArguments, takeIn, type World } from './steps.ts';

/** How often a result is made again when others were faster. */
const mostRounds = 3;

/** What was done, as far as it got. */
export interface Outcome {
  codes: number[];
  run: RunDocument | null;
  fetched: RunDocument['verdict'] | null;
  deliveries: SendDocument['deliveries'] | null;
  problems: Diagnostic[];
  notes: string[];
  /** Why sending did not begin. */
  refused: string | null;
  committed: boolean;
}

/** Does the work of one run of the Action; what was done stands in `outcome` also when it throws. @throws UserError */
export async function work(world: World, outcome: Outcome): Promise<void> {
  const { inputs, repository } = world;
  if (repository !== null) await catchUp(world, repository, outcome);
  for (let round = 1; ; round++) {
    await takeIn(world, outcome);
    if (outcome.run === null) outcome.refused = world.command.stopped() ? 'the run was stopped' : firstError(outcome);
    if (outcome.run === null || world.command.stopped()) return;
    const due = await lookWhatIsDue(world, outcome);
    if (inputs.dryRun) return;
    if (repository === null) {
      if (due) await send(world, outcome);
      return;
    }
    const state = await record(world, repository, outcome, due && inputs.commit.has('state'));
    if (state === 'again') {
      if (round < mostRounds) continue;
      const message = `the branch ${repository.branch} changed again and again while this run worked`;
      throw new UserError([diagnostic('action-raced', { message, hint: 'run it again; nothing was sent' })], 5);
    }
    if (!due) return state === 'nothing' ? keepAlive(world, repository, outcome) : undefined;
    await send(world, outcome);
    await release(world, repository, outcome);
    return;
  }
}

const claimPath = ({ inputs }: World): string => `${inputs.out}/claim.json`;

/**
 * Begins where the branch is now: a run that waited for another was checked out before that one pushed. A claim there
 * is another's, or left over.
 */
async function catchUp(world: World, repository: Repository, outcome: Outcome): Promise<void> {
  const theirs = await fetchBranch(repository);
  await respectClaim(world, repository, theirs, outcome);
  if (theirs !== (await headOf(repository))) await moveOnto(repository, theirs);
}

async function respectClaim(world: World, repository: Repository, commit: string, outcome: Outcome): Promise<void> {
  const text = await fileIn(repository, commit, claimPath(world));
  if (text === null) return;
  const { mine, inputs, api } = world;
  const said = await judgeClaim(text, claimPath(world), { mine, inputs, api });
  outcome.problems.push(...said.filter(({ message }) => outcome.problems.every((known) => known.message !== message)));
}

/** Whether there is a digest to send; also says what is wrong with sending. */
async function lookWhatIsDue(world: World, outcome: Outcome): Promise<boolean> {
  if (!world.inputs.send) return false;
  const dry = await world.command.run<SendDocument>(...sendArguments(world), '--dry-run');
  learn(outcome, dry);
  if (dry.document === null) outcome.refused = reasonOf(world.problemsOf(dry.said)) ?? 'the look at what is due failed';
  outcome.problems.push(...(dry.document === null ? world.problemsOf(dry.said) : []));
  const due = dry.document?.deliveries.some(({ status }) => status === 'preview') ?? false;
  return due || (!world.inputs.dryRun && (await mailWaits(world, outcome)));
}

const firstError = ({ problems }: Outcome): string | null =>
  reasonOf(problems.filter(({ severity }) => severity === 'error'));

const reasonOf = ([first]: readonly Diagnostic[]): string | null => first?.message ?? null;

function learn(outcome: Outcome, { code, document }: Ended<SendDocument>): void {
  outcome.codes.push(code);
  if (document === null) return;
  outcome.deliveries = document.deliveries;
  outcome.problems.push(...document.diagnostics);
}

/**
 * Commits the result, with the claim when something will be sent, and pushes it. @returns `again` when somebody else changed what
 * the result was made from: then it is taken back, for nothing was sent, and the folder is on theirs.
 */
async function record(
  world: World,
  repository: Repository,
  outcome: Outcome,
  claiming: boolean,
): Promise<'pushed' | 'nothing' | 'again'> {
  const { inputs, root } = world;
  const file = join(root, claimPath(world));
  const base = await headOf(repository);
  await mkdir(dirname(file), { recursive: true });
  if (claiming) await writeFile(file, claimText(world.mine, world.now()));
  else await rm(file, { force: true });
  const made = await commitPaths(repository, { ...pathsOf(world, outcome), message: subjectOf(outcome, claiming) });
  if (!made) return 'nothing';
  for (let tries = 0; tries < 5; tries++) {
    if (await push(repository)) {
      outcome.committed = true;
      outcome.notes.push(`Pushed to ${repository.branch}: ${subjectOf(outcome, claiming)}`);
      return 'pushed';
    }
    const theirs = await fetchBranch(repository);
    const foreign = await differing(repository, base, theirs);
    const sources = [inputs.out, ...inputs.dumps, inputs.subscriptions, inputs.config || 'paperboy.yaml'];
    const matters = foreign.some((path) => sources.some((one) => path === one || path.startsWith(`${one}/`)));
    if (matters) {
      await dropOnto(repository, { base, theirs, precious: inputs.dumps, cache: `${inputs.out}/cache` });
      await respectClaim(world, repository, theirs, outcome);
      return 'again';
    }
    await moveOnto(repository, theirs);
  }
  throw new UserError(
    [
      diagnostic('claim-impossible', {
        message: `the branch ${repository.branch} does not take the result; nothing was sent`,
        hint: 'does the job have permissions: contents: write, and may it push to a protected branch?',
      }),
    ],
    5,
  );
}

function pathsOf({ inputs }: World, { codes }: Outcome): { forced: string[]; plain: string[]; removals: boolean } {
  const { out, commit, dumps } = inputs;
  const folders = (['state', 'public'] as const).filter((word) => commit.has(word)).map((word) => `${out}/${word}`);
  // What is missing was removed by a run that did its work; after any other it is lost, and git still has it.
  const removals = codes.every((code) => [0, 3, 4].includes(code));
  return { forced: [...folders, `${out}/claim.json`], plain: commit.has('dumps') ? dumps : [], removals };
}

function subjectOf({ run }: Outcome, claiming: boolean): string {
  const editions = run?.editions ?? [];
  const added = editions.reduce((sum, { counts }) => sum + counts.new, 0);
  const news = added === 0 ? 'no new papers' : `${plural(added, 'new paper')}, ${plural(editions.length, 'edition')}`;
  return `Paperboy: ${news}${claiming ? '; claims sending' : ''}`;
}

async function send(world: World, outcome: Outcome): Promise<void> {
  // The dry run judged the same deliveries; what counts is what becomes of them.
  outcome.codes.pop();
  outcome.problems = outcome.problems.filter(({ code }) => !['address-unset', 'address-invalid'].includes(code));
  // First, so that who leaves gets nothing more, and who has just come gets the first digest.
  await readMail(world, outcome);
  const ended = await world.command.run<SendDocument>(...sendArguments(world));
  learn(outcome, ended);
  if (ended.document === null) {
    outcome.deliveries = null;
    outcome.problems.push(...world.problemsOf(ended.said));
  }
}

/** Gives the right to send back, with the record of what was sent, whatever it takes: without that it would go out again. */
async function release(world: World, repository: Repository, outcome: Outcome): Promise<void> {
  const { inputs, root } = world;
  if (!inputs.commit.has('state')) return;
  const sent = outcome.deliveries?.filter(({ status }) => status === 'sent').length ?? 0;
  try {
    await rm(join(root, claimPath(world)), { force: true });
    const message = `Paperboy: ${plural(sent, 'digest')} sent`;
    const { forced } = pathsOf(world, outcome);
    const paths = {
      forced: forced.filter((path) => existsSync(join(root, path)) || path.endsWith('claim.json')),
      plain: [],
    };
    if (!(await commitPaths(repository, { ...paths, removals: true, message }))) return;
    const rescue = await pushForSure(repository, `paperboy-sent-${world.mine.id}-${world.mine.attempt}`);
    if (rescue === null) {
      outcome.committed = true;
      outcome.notes.push(`Pushed to ${repository.branch}: ${message}`);
      return;
    }
    const why = `what was sent is recorded in the branch ${rescue}, for ${repository.branch} does not take it`;
    outcome.problems.push(diagnostic('claim-held', { message: why, hint: `merge ${rescue}; until then no run sends` }));
  } catch (error) {
    if (error instanceof UserError && error.diagnostics[0]?.code === 'address-in-commit') throw error;
    const message = 'what was sent is recorded on this runner, but could not be pushed';
    const hint =
      'the next run takes over and may send again with the same Message-ID; set in-doubt to skip to look first';
    outcome.problems.push(diagnostic('claim-held', { message, hint }));
  }
  outcome.codes.push(4);
}

/** GitHub stops schedules of a public repository after 60 days without a commit. */
async function keepAlive(world: World, repository: Repository, outcome: Outcome): Promise<void> {
  const days = world.inputs.keepAlive;
  if (days === 0) return;
  const last = Number((await repository.git('log', '-1', '--format=%ct', 'HEAD')).trim()) * 1000;
  if (Date.parse(world.now()) - last < days * 86_400_000) return;
  const message = 'Paperboy: nothing new, still watching';
  await commitNothing(repository, message);
  // Rejected: somebody else has pushed, which does as well.
  if (!(await push(repository))) return;
  outcome.committed = true;
  outcome.notes.push(`Pushed to ${repository.branch}: ${message}`);
}
