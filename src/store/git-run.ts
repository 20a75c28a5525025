import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { failed, type GitError } from './claim-faults.ts';

/** Runs git in one folder, and gives what it prints. */
export type Git = (...args: string[]) => Promise<string>;

const run = promisify(execFile);

/** Commands whose failure is an answer: the caller gets git's own error, with its `stderr`. */
const answering = new Set(['push', 'show', 'merge-base', 'rebase']);

/**
 * Git in a folder. No prompt, and messages in English, for some are read.
 * @param env what to add to the environment.
 * @throws UserError (exit 2) when git fails, but its own error for {@link answering}.
 */
export const gitIn =
  (cwd: string, env: Record<string, string> = {}): Git =>
  async (...args) => {
    const all = { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...env };
    // Where nobody has introduced themselves to git, as on a build machine.
    const identity = ['-c', 'user.useConfigOnly=false', ...((await hasIdentity(cwd)) ? [] : fallback)];
    try {
      return (await run('git', [...identity, ...args], { cwd, env: all, maxBuffer: 1 << 28 })).stdout;
    } catch (error) {
      if (answering.has(args[0]!)) throw error;
      throw failed(error as GitError);
    }
  };

const fallback = ['-c', 'user.name=Paperboy', '-c', 'user.email=paperboy@localhost'];

const identities = new Map<string, Promise<boolean>>();

function hasIdentity(cwd: string): Promise<boolean> {
  const known =
    identities.get(cwd) ??
    run('git', ['config', 'user.email'], { cwd }).then(
      () => true,
      () => false,
    );
  identities.set(cwd, known);
  return known;
}

/** Whether files differ from the last commit. */
export async function changed(git: Git, paths: readonly string[]): Promise<boolean> {
  return (await git('status', '--porcelain', '--', ...paths)).trim() !== '';
}

/**
 * Pushes what is here to a branch of a remote: a compare-and-swap.
 * @returns `false` when somebody else was faster, or a rule of the server forbids it.
 * @throws UserError (exit 2) when the remote cannot be reached.
 */
export const pushTo = (git: Git, remote: string, branch: string): Promise<boolean> =>
  git('push', '--quiet', remote, `HEAD:refs/heads/${branch}`).then(
    () => true,
    (error: GitError) => {
      if (/rejected|non-fast-forward|fetch first|cannot lock ref|failed to update ref/i.test(error.stderr))
        return false;
      throw failed(error);
    },
  );

/** Whether one commit is the other, or came before it. */
export const isAncestor = (git: Git, one: string, other: string): Promise<boolean> =>
  git('merge-base', '--is-ancestor', one, other).then(
    () => true,
    () => false,
  );
