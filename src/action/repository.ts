import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { GitError } from '../store/claim-faults.ts';
import { type Git, gitIn, isAncestor, pushTo } from '../store/git-run.ts';
import type { Protected } from './addresses.ts';

const bot = '41898282+github-actions[bot]@users.noreply.github.com';
const identity = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: bot,
  GIT_COMMITTER_NAME: 'github-actions[bot]',
  GIT_COMMITTER_EMAIL: bot,
};

export interface Repository {
  git: Git;
  root: string;
  branch: string;
  /** Addresses in a text, which then is not committed. */
  search(content: Buffer | string): Protected[];
}

/**
 * The checkout that the Action works in.
 * @throws UserError (exit 2) off a branch, for then there is none to push to.
 */
export async function openRepository(root: string, ref: string, search: Repository['search']): Promise<Repository> {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) {
    const message = 'the run is not on a branch, so there is none to push to';
    throw new UserError([diagnostic('setting-invalid', { message, hint: "set the input commit to 'false'" })], 2);
  }
  return { git: gitIn(root, identity), root, branch, search };
}

export const headOf = async ({ git }: Repository): Promise<string> => (await git('rev-parse', 'HEAD')).trim();

/** Fetches the branch. @returns the newest commit there. */
export async function fetchBranch({ git, branch }: Repository): Promise<string> {
  await git('fetch', '--quiet', '--no-tags', 'origin', `refs/heads/${branch}`);
  return (await git('rev-parse', 'FETCH_HEAD')).trim();
}

/** Files in which two commits differ. */
export const differing = async ({ git }: Repository, one: string, other: string): Promise<string[]> =>
  (await git('diff', '--name-only', '--no-renames', '-z', one, other)).split('\0').filter(Boolean);

/** What a commit has under a path, or `null`. */
export const fileIn = ({ git }: Repository, commit: string, path: string): Promise<string | null> =>
  git('show', `${commit}:${path}`).catch(() => null);

/** Puts what is here on top of another commit. What is changed and not committed stays. @throws when that conflicts. */
export async function moveOnto({ git }: Repository, commit: string): Promise<void> {
  await git('rebase', '--quiet', '--autostash', commit).catch(async (error: GitError) => {
    await git('rebase', '--abort').catch(() => {});
    throw error;
  });
}

export const push = ({ git, branch }: Repository): Promise<boolean> => pushTo(git, 'origin', branch);

/**
 * Pushes commits that must not be lost: what others pushed meanwhile comes first, and ours on top of it. When the branch
 * never takes them they go to a branch of their own.
 * @returns the name of that branch; `null` when all went well. @throws when the remote takes nothing at all.
 */
export async function pushForSure(repository: Repository, rescue: string): Promise<string | null> {
  const { git } = repository;
  for (let tries = 0; tries < 5; tries++) {
    if (await push(repository)) return null;
    const theirs = await fetchBranch(repository);
    const moved = await moveOnto(repository, theirs).then(
      () => true,
      () => false,
    );
    if (!moved) break;
  }
  await git('push', '--quiet', 'origin', `HEAD:refs/heads/${rescue}`);
  return rescue;
}

/**
 * Takes back our commits, and what they changed in the folder: it is made again on top of what somebody else pushed.
 * Dumps that the others do not have stay in the folder, for they cannot be made again.
 */
export async function dropOnto(
  repository: Repository,
  { base, theirs, precious, cache }: { base: string; theirs: string; precious: readonly string[]; cache: string },
): Promise<void> {
  const { git, root } = repository;
  const ours = await differing(repository, base, 'HEAD');
  await git('reset', '--quiet', '--mixed', base, '--');
  for (const path of ours) {
    const known = (await fileIn(repository, base, path)) !== null;
    const isDump = precious.some((folder) => path === folder || path.startsWith(`${folder}/`));
    if (isDump && !known && (await fileIn(repository, theirs, path)) === null) continue;
    if (known) await git('checkout', '--quiet', base, '--', path);
    else await rm(join(root, path), { force: true });
  }
  await rm(join(root, cache), { recursive: true, force: true });
  if (!(await isAncestor(git, theirs, 'HEAD'))) await moveOnto(repository, theirs);
}
