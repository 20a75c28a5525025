import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/diagnostic/index.ts';
import { takeClaim } from '../../src/store/git.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-git-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let n = 0;
let base = '';
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@x.example', ...args], { cwd, encoding: 'utf8' });

const out = (clone: string) => join(base, clone, 'out');
const ledger = (clone: string) => join(out(clone), 'state', 'ledger.jsonl');
const claim = (clone: string, name = clone) =>
  takeClaim({ out: out(clone), remote: 'origin', name, now: '2026-06-18T06:00:00Z' });
const refusal = (taking: Promise<unknown>) =>
  taking.then(
    () => 'taken',
    (error: unknown) => (error instanceof UserError ? [error.diagnostics[0]!.code, error.exitCode] : error),
  );
const remote = (...args: string[]) => git(join(base, 'remote.git'), ...args);

/** A bare repository, and two machines that have it. */
beforeEach(() => {
  base = join(scratch, String(n++));
  mkdirSync(base);
  git(base, 'init', '--quiet', '--bare', '--initial-branch=main', 'remote.git');
  git(base, 'clone', '--quiet', 'remote.git', 'cron');
  git(join(base, 'cron'), 'checkout', '--quiet', '-B', 'main');
  mkdirSync(join(out('cron'), 'state'), { recursive: true });
  writeFileSync(ledger('cron'), 'one\n');
  writeFileSync(join(base, 'cron', '.gitignore'), 'out/mail\n');
  git(join(base, 'cron'), 'add', '--all');
  git(join(base, 'cron'), 'commit', '--quiet', '--message', 'begin');
  git(join(base, 'cron'), 'push', '--quiet', 'origin', 'main');
  git(base, 'clone', '--quiet', 'remote.git', 'laptop');
});

describe('the claim between hosts', () => {
  it('is on the remote before anything is sent, and gone afterwards, with what was recorded', async () => {
    const held = await claim('cron');
    expect(JSON.parse(remote('show', 'main:out/claim.json'))).toEqual({ name: 'cron', at: '2026-06-18T06:00:00Z' });
    writeFileSync(ledger('cron'), 'one\ntwo\n');
    expect(await held.release()).toEqual([]);
    expect(remote('show', 'main:out/state/ledger.jsonl')).toBe('one\ntwo\n');
    expect(remote('ls-tree', '--name-only', 'main', 'out/')).not.toContain('claim');
    expect(git(join(base, 'cron'), 'status', '--porcelain')).toBe('');
  });

  it('is held against another machine, which then gets its turn from the new state only', async () => {
    const held = await claim('cron');
    expect(await refusal(claim('laptop'))).toEqual(['claimed', 5]);
    writeFileSync(ledger('cron'), 'one\ntwo\n');
    await held.release();
    expect(await refusal(claim('laptop'))).toEqual(['claim-behind', 5]);
    expect(existsSync(join(out('laptop'), 'claim.json'))).toBe(false);
    git(join(base, 'laptop'), 'pull', '--quiet');
    const next = await claim('laptop');
    expect(readFileSync(ledger('laptop'), 'utf8')).toBe('one\ntwo\n');
    expect(await next.release()).toEqual([]);
  });

  it('of two that try at the same moment one has it, again and again', async () => {
    for (let round = 0; round < 5; round++) {
      const results = await Promise.allSettled([claim('cron'), claim('laptop')]);
      const taken = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(taken).toHaveLength(1);
      const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(refused.exitCode).toBe(5);
      expect(await taken[0]!.release()).toEqual([]);
      for (const clone of ['cron', 'laptop']) git(join(base, clone), 'pull', '--quiet', '--rebase');
    }
  });

  it('that a killed run left is taken up by the same machine, and by no other', async () => {
    await claim('cron');
    expect(await refusal(claim('laptop'))).toEqual(['claimed', 5]);
    const again = await claim('cron');
    writeFileSync(ledger('cron'), 'one\ntwo\n');
    expect(await again.release()).toEqual([]);
  });

  it('of two clones on one machine, which have the same name, belongs to the one that made it', async () => {
    const byClone = (clone: string) =>
      takeClaim({ out: out(clone), remote: 'origin', name: 'host', byClone: true, now: '2026-06-18T06:00:00Z' });
    await byClone('cron');
    // A script that pulls first has the claim in its own history, too.
    git(join(base, 'laptop'), 'pull', '--quiet');
    expect(await refusal(byClone('laptop'))).toEqual(['claimed', 5]);
    expect(await (await byClone('cron')).release()).toEqual([]);
    git(join(base, 'laptop'), 'pull', '--quiet');
    expect(await (await byClone('laptop')).release()).toEqual([]);
  });

  it('is released although somebody pushed something else meanwhile, and dirty files stay as they are', async () => {
    writeFileSync(join(base, 'cron', 'notes.txt'), 'mine\n');
    const held = await claim('cron');
    git(join(base, 'laptop'), 'pull', '--quiet');
    writeFileSync(join(base, 'laptop', 'readme.txt'), 'theirs\n');
    git(join(base, 'laptop'), 'add', '--all');
    git(join(base, 'laptop'), 'commit', '--quiet', '--message', 'theirs');
    git(join(base, 'laptop'), 'push', '--quiet');
    writeFileSync(ledger('cron'), 'one\ntwo\n');
    expect(await held.release()).toEqual([]);
    expect(remote('show', 'main:out/state/ledger.jsonl')).toBe('one\ntwo\n');
    expect(remote('show', 'main:readme.txt')).toBe('theirs\n');
    expect(readFileSync(join(base, 'cron', 'notes.txt'), 'utf8')).toBe('mine\n');
  });

  it('that cannot be released, for somebody changed the state by hand, leaves a repository that is in order', async () => {
    const held = await claim('cron');
    git(join(base, 'laptop'), 'pull', '--quiet');
    writeFileSync(ledger('laptop'), 'by hand\n');
    git(join(base, 'laptop'), 'commit', '--quiet', '--all', '--message', 'by hand');
    git(join(base, 'laptop'), 'push', '--quiet');
    writeFileSync(ledger('cron'), 'one\ntwo\n');
    writeFileSync(join(base, 'cron', '.gitignore'), 'out/mail\nmine\n');
    expect((await held.release()).map(({ code }) => code)).toEqual(['claim-held']);
    expect(git(join(base, 'cron'), 'symbolic-ref', '--short', 'HEAD').trim()).toBe('main');
    expect(readFileSync(ledger('cron'), 'utf8')).toBe('one\ntwo\n');
    expect(git(join(base, 'cron'), 'status', '--porcelain')).toBe(' M .gitignore\n');
  });

  it('pushes nothing for a person that they have not pushed', async () => {
    writeFileSync(join(base, 'cron', 'secret.txt'), 'not yet\n');
    git(join(base, 'cron'), 'add', '--all');
    git(join(base, 'cron'), 'commit', '--quiet', '--message', 'draft');
    expect(await refusal(claim('cron'))).toEqual(['claim-behind', 5]);
    expect(remote('ls-tree', '--name-only', 'main')).not.toContain('secret');
  });

  it('what could not be pushed afterwards is said, and the claim stays', async () => {
    const held = await claim('cron');
    writeFileSync(ledger('cron'), 'one\ntwo\n');
    const away = join(base, 'away.git');
    execFileSync('mv', [join(base, 'remote.git'), away]);
    expect(await held.release()).toMatchObject([{ code: 'claim-held' }]);
    execFileSync('mv', [away, join(base, 'remote.git')]);
    expect(await refusal(claim('laptop'))).toEqual(['claimed', 5]);
    // The next run of that machine brings it in order.
    expect(await (await claim('cron')).release()).toEqual([]);
    expect(remote('show', 'main:out/state/ledger.jsonl')).toBe('one\ntwo\n');
  });

  it('without a repository, or a remote, is refused in words', async () => {
    expect(await refusal(takeClaim({ out: join(scratch, 'bare'), remote: 'origin', name: 'x', now: '' }))).toEqual([
      'claim-impossible',
      2,
    ]);
    const taking = takeClaim({ out: out('cron'), remote: 'nowhere', name: 'x', now: '' });
    expect(await refusal(taking)).toEqual(['claim-impossible', 2]);
  });
});
