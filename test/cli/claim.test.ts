import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';

const base = mkdtempSync(join(tmpdir(), 'paperboy-claim-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const place = join(base, 'clone');
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@x.example', ...args], {
    cwd: place,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const pushed = () => git('ls-remote', 'origin', 'refs/heads/main');

async function cli(...args: string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true);
  const own = ['--out', join(place, 'out'), '--subscriptions', join(place, 'subscriptions')];
  const code = await main([...args, ...own, '--now', '2026-06-18T06:00:00Z']);
  vi.restoreAllMocks();
  return code;
}

it('a damaged state is not pushed to where it is to be restored from; a sound one is', async () => {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(base, 'remote.git')]);
  execFileSync('git', ['clone', '--quiet', join(base, 'remote.git'), place], { stdio: 'ignore' });
  git('checkout', '--quiet', '-B', 'main');
  cpSync('subscriptions', join(place, 'subscriptions'), { recursive: true });
  writeFileSync(join(place, '.gitignore'), 'out/mail/\nout/cache/\n');
  vi.stubEnv('PAPERBOY_FROM', 'papers@paper.example');
  for (const name of ['ADA', 'BEN', 'CHI']) vi.stubEnv(`PAPERBOY_${name}`, `${name.toLowerCase()}@reader.example`);
  expect(await cli('run', 'dumps/2026-02-04-daily.json')).toBe(0);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'begin');
  git('push', '--quiet', 'origin', 'main');
  const send = ['send', '--claim', 'origin', '--channel', 'directory'];
  expect(await cli(...send)).toBe(0);
  const sound = pushed();
  appendFileSync(join(place, 'out/state/ledger.jsonl'), 'a line that nobody wrote\n');
  expect([await cli(...send), pushed()]).toEqual([5, sound]);
  git('checkout', '--', 'out/state');
  expect(await cli(...send)).toBe(0);
  expect(pushed()).not.toBe(sound);
});
