import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic, Instant } from '../model/index.ts';
import { behind, claimed, notReleased } from './claim-faults.ts';
import { changed, type Git, gitIn, isAncestor, pushTo } from './git-run.ts';

/** How a claim is made. */
export interface ClaimOptions {
  /** The output folder, inside a git repository; its `state/` is what is claimed. */
  out: string;
  remote: string;
  /** Says who has it. A claim of the same name, which a killed run left, is taken up again. */
  name: string;
  /**
   * `true`: the name alone does not say who it is, for other clones may have it too, such as a second one on the same
   * machine; only the clone that made a claim takes it up again.
   */
  byClone?: boolean;
  now: Instant;
}

/** The right to send, held until it is released. */
export interface Claim {
  /** Commits the state without the claim and pushes it. What is to be said when that was not possible. */
  release(): Promise<Diagnostic[]>;
}

/**
 * Claims the right to send for this machine, where several share a repository: a commit that adds `claim.json` beside the
 * state is pushed before anything is sent. A push is a compare-and-swap: of two machines that try at once one is
 * rejected, fetches, and finds the claim of the other. And who has not seen the newest state cannot push at all, so nobody
 * sends from an old one.
 *
 * A claim does not run out. Whoever holds it may be sending still, and after a time that only seemed long enough
 * two would. A claim that is left over from a machine that is gone is removed by hand, as a commit.
 * @throws UserError (exit 5) when another has it or this state is not the newest; (exit 2) when git cannot do it.
 */
export async function takeClaim(options: ClaimOptions): Promise<Claim> {
  const place = await placeOf(options);
  const { git, file, branch } = place;
  await checkRemote(place, options);
  await mkdir(dirname(file), { recursive: true });
  const { name, clone } = place.holder;
  await writeFile(file, `${JSON.stringify({ name, ...(clone === null ? {} : { clone }), at: options.now })}\n`);
  await git('add', '--force', '--', file);
  const before = await git('rev-parse', 'HEAD');
  if (await changed(git, [file])) await git('commit', '--quiet', '--message', 'Claim sending', '--only', '--', file);
  if (!(await pushed(place, options))) {
    // Somebody was faster: as it was before, then look who.
    await git('reset', '--quiet', '--mixed', before.trim(), '--');
    await rm(file, { force: true });
    await checkRemote(place, options);
    throw behind(options, `${options.remote}/${branch} does not take the claim`);
  }
  return { release: () => release(place, options) };
}

interface Place {
  git: Git;
  root: string;
  branch: string;
  /** The claim, and what is committed with its release. */
  file: string;
  state: string;
  holder: Holder;
}

/** Who a claim is of. */
interface Holder {
  name: string;
  clone: string | null;
}

async function placeOf({ out, name, byClone }: ClaimOptions): Promise<Place> {
  const folder = resolve(out);
  await mkdir(folder, { recursive: true });
  const root = (await gitIn(folder)('rev-parse', '--show-toplevel')).trim();
  const git = gitIn(root);
  const branch = (await git('symbolic-ref', '--short', 'HEAD')).trim();
  const clone = byClone === true ? await cloneId((await git('rev-parse', '--absolute-git-dir')).trim()) : null;
  const holder = { name, clone };
  return { git, root, branch, file: join(folder, 'claim.json'), state: join(folder, 'state'), holder };
}

/** What tells this clone from others, kept beside what git keeps, so that no clone gets it from another. */
async function cloneId(gitFolder: string): Promise<string> {
  const file = join(gitFolder, 'paperboy-clone');
  const known = await readFile(file, 'utf8').catch(() => '');
  if (/^[0-9a-f]{16}\n$/.test(known)) return known.trim();
  const made = randomBytes(8).toString('hex');
  await writeFile(file, `${made}\n`);
  return made;
}

/** Refuses unless the remote is at the state that is here, and nobody else has claimed it. */
async function checkRemote(place: Place, options: ClaimOptions): Promise<void> {
  const { git, root, branch, file, state } = place;
  const known = await git('ls-remote', options.remote, `refs/heads/${branch}`);
  if (known.trim() === '') return;
  await git('fetch', '--quiet', options.remote, `refs/heads/${branch}`);
  const path = relative(root, file).split(sep).join('/');
  const claim = await git('show', `FETCH_HEAD:${path}`).catch(() => null);
  const holder = claim === null ? null : holderIn(claim);
  if (holder !== null && !(holder.name === place.holder.name && holder.clone === place.holder.clone)) {
    throw claimed(options, holder.name);
  }
  if (!(await isAncestor(git, 'FETCH_HEAD', 'HEAD')))
    throw behind(options, `${options.remote}/${branch} has commits that are not here`);
  // What a person has not pushed is not pushed for them.
  const own = (await git('diff', '--name-only', '-z', 'FETCH_HEAD', 'HEAD')).split('\0').filter(Boolean);
  const ours = [file, `${state}${sep}`].map((each) => relative(root, each).split(sep).join('/'));
  const foreign = own.find((name) => !ours.some((prefix) => name === prefix || name.startsWith(`${prefix}/`)));
  if (foreign !== undefined) throw behind(options, `a commit that is not pushed changes ${foreign}`);
}

async function release(place: Place, options: ClaimOptions): Promise<Diagnostic[]> {
  const { git, file, state } = place;
  const { remote } = options;
  try {
    await rm(file, { force: true });
    await git('add', '--force', '--all', '--', file, state);
    const paths = [file, state];
    if (await changed(git, paths)) {
      await git('commit', '--quiet', '--message', 'Record what was sent', '--only', '--', ...paths);
    }
    for (let tries = 0; tries < 5; tries++) {
      if (await pushed(place, options)) return [];
      // Others may push what is not the state: theirs comes first, and nothing of it can conflict with ours.
      await git('fetch', '--quiet', remote, `refs/heads/${place.branch}`);
      await git('rebase', '--quiet', '--autostash', 'FETCH_HEAD').catch(async (error) => {
        // Somebody changed the state by hand: the repository is left as it was before, and not in the middle.
        await git('rebase', '--abort').catch(() => {});
        throw error;
      });
    }
  } catch (error) {
    return [notReleased(options, (error as Error).message)];
  }
  return [notReleased(options, 'it was rejected again and again')];
}

const pushed = ({ git, branch }: Place, { remote }: ClaimOptions): Promise<boolean> => pushTo(git, remote, branch);

/** A claim that cannot be read is somebody's. */
function holderIn(claim: string): Holder {
  try {
    const { name, clone } = JSON.parse(claim) as { name?: unknown; clone?: unknown };
    return { name: String(name ?? 'somebody'), clone: typeof clone === 'string' ? clone : null };
  } catch {
    return { name: 'somebody', clone: null };
  }
}
