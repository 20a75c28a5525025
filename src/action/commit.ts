import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Git } from '../store/git-run.ts';
import type { Repository } from './repository.ts';

/**
 * Commits some paths and nothing else, whatever else is staged.
 * @param forced paths that git may ignore. @param removals `false`: what is missing was lost, and stays in git.
 * @returns whether there was anything to commit.
 * @throws UserError (exit 5) when a file or the message has an address; then nothing is committed.
 */
export async function commitPaths(
  repository: Repository,
  { forced, plain, removals, message }: { forced: string[]; plain: string[]; removals: boolean; message: string },
): Promise<boolean> {
  const { git, root } = repository;
  const there = async (path: string) => existsSync(join(root, path)) || (await git('ls-files', '--', path)) !== '';
  const keep: string[] = [];
  for (const [paths, force] of [
    [forced, ['--force']],
    [plain, []],
  ] as const) {
    for (const path of paths) {
      if (!(await there(path))) continue;
      keep.push(path);
      await git('add', ...force, removals ? '--all' : '--ignore-removal', '--', path);
    }
  }
  if (keep.length === 0) return false;
  const staged = await stagedBlobs(git, keep);
  if (staged.length === 0) return false;
  try {
    await refuseAddresses(repository, staged, message);
  } catch (error) {
    await git('reset', '--quiet', '--', ...keep);
    throw error;
  }
  await git('commit', '--quiet', '--no-verify', '--message', message, '--', ...keep);
  return true;
}

/** An empty commit, which touches nothing that is staged. */
export async function commitNothing({ git }: Repository, message: string): Promise<void> {
  const commit = (await git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', message)).trim();
  await git('update-ref', '-m', message, 'HEAD', commit);
}

/** A file that would be committed; `id` is that of its content, or null when it is removed. */
interface Staged {
  path: string;
  id: string | null;
}

async function stagedBlobs(git: Git, paths: readonly string[]): Promise<Staged[]> {
  const raw = await git('diff', '--cached', '--raw', '--no-abbrev', '--no-renames', '-z', 'HEAD', '--', ...paths);
  return [...raw.matchAll(/:\d+ \d+ [\da-f]+ ([\da-f]+) (\w)\0([^\0]+)\0/g)].map(([, id, status, path]) => ({
    path: path!,
    id: status === 'D' ? null : id!,
  }));
}

async function refuseAddresses(
  { root, search }: Repository,
  staged: readonly Staged[],
  message: string,
): Promise<void> {
  const inText = search([message, ...staged.map(({ path }) => path)].join('\n'));
  const leaks = inText.map(({ owner }) => ({ file: null as string | null, owner }));
  for (const { path, content } of await contentsOf(root, staged)) {
    leaks.push(...search(content).map(({ owner }) => ({ file: path, owner })));
  }
  if (leaks.length === 0) return;
  throw new UserError(
    leaks.slice(0, 20).map(({ file, owner }) =>
      diagnostic('address-in-commit', {
        message: `the commit would contain the address of ${owner}, so nothing is committed`,
        file,
      }),
    ),
    5,
  );
}

/** The contents of files as they would be committed. */
async function contentsOf(root: string, staged: readonly Staged[]): Promise<{ path: string; content: Buffer }[]> {
  const blobs = staged.filter(({ id }) => id !== null);
  const git = spawn('git', ['cat-file', '--batch'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  git.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  git.stdin.end(blobs.map(({ id }) => `${id}\n`).join(''));
  const code = await new Promise((resolve, reject) => git.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error('git cat-file failed');
  const all = Buffer.concat(chunks);
  let at = 0;
  return blobs.map(({ path }) => {
    const end = all.indexOf(10, at);
    const size = Number(/ blob (\d+)$/.exec(all.toString('latin1', at, end))?.[1]);
    if (!Number.isSafeInteger(size)) throw new Error('git cat-file does not know what was staged');
    const content = all.subarray(end + 1, end + 1 + size);
    at = end + 1 + size + 1;
    return { path, content };
  });
}
