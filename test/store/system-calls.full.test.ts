import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { recordKeys } from '../../src/pipeline/archive.ts';
import { verifyState } from '../../src/store/verify.ts';
import { dump } from '../pipeline/harness.ts';
import { newFolder } from './place.ts';

/** Every how many calls one is made to fail. */
const step = process.env.PAPERBOY_TIER === 'reduced' ? 7 : 1;
const command = resolve('dist/cli/main.js');

/** What an archive is, as one text, or why it cannot be read. */
function stateOf(out: string): string {
  const { archive, diagnostics } = verifyState(join(out, 'state'), { cache: join(out, 'cache'), keysOf: recordKeys });
  if (diagnostics.length > 0) return `damaged: ${diagnostics[0]!.message}`;
  return archive === null ? 'absent' : JSON.stringify(archive);
}

// The kernel itself answers with an error: no seam of ours is between. `strace` is a package of Debian's.
const strace = spawnSync('strace', ['-V']).status === 0;

test('a system call that writes fails: the archive is the old or the new one, and the exit code is not 0', {
  timeout: 3_600_000,
}, () => {
  if (!strace) {
    process.stdout.write(
      'NOT RUN: strace is not installed here; test/store/faults.test.ts fails every call through a shim\n',
    );
    return;
  }
  const folder = newFolder();
  const [first, second, none, copy] = ['first.txt', 'second.txt', 'none', 'copy'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(none);
  writeFileSync(first, dump('2026-03-02', 'One alpha', 'Two alpha').text);
  writeFileSync(second, dump('2026-03-03', 'Two alpha', 'Three alpha').text);
  const run = (out: string, source: string) => [
    'run',
    source,
    '--date',
    source === first ? '2026-03-02' : '2026-03-03',
    '--out',
    out,
    '--subscriptions',
    none,
  ];
  const plain = (out: string, source: string) => spawnSync(process.execPath, [command, ...run(out, source)]).status;
  expect(plain(copy, first)).toBe(0);
  const before = stateOf(copy);
  const target = join(folder, 'target');
  spawnSync('cp', ['-r', copy, target]);
  expect(plain(target, second)).toBe(0);
  const after = stateOf(target);
  expect(after).not.toBe(before);

  const seen: Record<string, number> = {};
  const attack = (call: string, code: string, when: number, paths: readonly string[]): 'old' | 'new' | 'none' => {
    const out = join(folder, 'out');
    rmSync(out, { recursive: true, force: true });
    spawnSync('cp', ['-r', copy, out]);
    const log = join(folder, 'log');
    const only = paths.flatMap((path) => ['-P', join(out, 'state', path)]);
    const inject = [
      '-f',
      '-qq',
      '-o',
      log,
      ...only,
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:error=${code}:when=${when}`,
    ];
    const { status } = spawnSync('strace', [...inject, process.execPath, command, ...run(out, second)]);
    const injected = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('INJECTED'));
    if (injected.length === 0) return 'none';
    // What cannot be cached costs the next run time, and is no reason to stop this one.
    const cached = injected.every((line) => /\/(?:cache|\.cache)[/>]/.test(line));
    const found = stateOf(out);
    const place = `${call} ${when} ${code}`;
    expect([place, [before, after].includes(found)]).toEqual([place, true]);
    if (cached) expect([place, status]).toEqual([place, 0]);
    else expect([place, status]).not.toEqual([place, 0]);
    const outcome = found === after ? 'new' : 'old';
    const name = `${call} ${code}: ${outcome}`;
    seen[name] = (seen[name] ?? 0) + 1;
    expect([place, plain(out, second), stateOf(out)]).toEqual([place, 0, after]);
    return outcome;
  };
  for (const [call, code] of [
    ['fsync', 'EIO'],
    ['fsync', 'ENOSPC'],
    ['rename', 'EACCES'],
    ['rename', 'ENOSPC'],
  ] as const) {
    for (let when = 1; attack(call, code, when, []) !== 'none'; when += step);
  }
  for (const code of ['ENOSPC', 'EIO']) {
    for (let file = 0; file < 6; file += step) attack('write', code, 1, [`.staging/${file}`]);
  }
  for (const [name, count] of Object.entries(seen)) process.stdout.write(`${name} ${count} times\n`);
  expect(Object.keys(seen).length).toBeGreaterThan(step === 1 ? 6 : 3);
});
