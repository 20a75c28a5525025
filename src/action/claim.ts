import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic, Instant } from '../model/index.ts';
import type { Environment, Inputs } from './inputs.ts';

/** Which run of GitHub has a claim. */
export interface RunName {
  id: string;
  attempt: string;
  repository: string;
  url: string;
}

/** This run, by the variables that GitHub sets. */
export function thisRun(env: Environment): RunName {
  const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository = '' } = env;
  const id = env.GITHUB_RUN_ID ?? '0';
  return { id, attempt: env.GITHUB_RUN_ATTEMPT ?? '1', repository, url: `${server}/${repository}/actions/runs/${id}` };
}

/** The content of `claim.json`: `name` as `paperboy send --claim` has it, so that both respect each other. */
export const claimText = (run: RunName, at: Instant): string =>
  `${JSON.stringify({ name: `run ${run.id} of ${run.repository}`, at, run })}\n`;

/**
 * Whether a claim may be taken over: when it is of this run (an earlier attempt that was killed), or of a run that GitHub
 * says is over. A claim does not run out, for a time that only seemed long enough makes two senders.
 * @returns what is to be said then.
 * @throws UserError (exit 5) when another has it, or that cannot be found out.
 */
export async function judgeClaim(
  text: string,
  file: string,
  { mine, inputs, api }: { mine: RunName; inputs: Pick<Inputs, 'inDoubt' | 'token'>; api: string },
): Promise<Diagnostic[]> {
  const { name, run } = read(text, mine);
  const same = run !== null && run.id === mine.id && run.repository === mine.repository;
  const over = same || (run !== null && (await isOver(run, api, inputs.token)));
  if (!over) {
    const who = run === null ? name : `the run ${run.url}`;
    const hint = `wait for it to end; if it is gone, remove ${file} in a commit of its own and push it`;
    throw new UserError([diagnostic('claimed', { message: `${who} has claimed the right to send`, file, hint })], 5);
  }
  const left = same ? 'an earlier attempt of this run' : `the run ${run!.url}`;
  if (inputs.inDoubt === 'skip') {
    const message = `${left} was killed while it had the right to send, and what it sent is not known`;
    const hint = `look what arrived, then remove ${file} in a commit of its own and push it; or set in-doubt to resend`;
    throw new UserError([diagnostic('claimed', { message, file, hint })], 5);
  }
  const message = `${left} was killed while it had the right to send; it is taken over, and mails of it may go twice, with the same Message-ID`;
  return [diagnostic('claim-taken-over', { message, file })];
}

/** A claim that cannot be read is somebody's, and so is one of another repository. */
function read(text: string, mine: RunName): { name: string; run: RunName | null } {
  try {
    const { name, run } = JSON.parse(text) as { name?: unknown; run?: Partial<RunName> };
    const id = String(run?.id);
    const known = /^\d{1,20}$/.test(id) && run?.repository === mine.repository;
    return {
      name: typeof name === 'string' ? name.slice(0, 100) : 'somebody',
      run: known ? { ...mine, id, url: mine.url.replace(/\d+$/, id) } : null,
    };
  } catch {
    return { name: 'somebody', run: null };
  }
}

/** Asks GitHub; what cannot be asked is not over. */
async function isOver(run: RunName, api: string, token: string): Promise<boolean> {
  if (token === '') return false;
  try {
    const answer = await fetch(`${api}/repos/${run.repository}/actions/runs/${run.id}`, {
      headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok) return false;
    return ((await answer.json()) as { status?: unknown }).status === 'completed';
  } catch {
    return false;
  }
}
