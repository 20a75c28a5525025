import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/cli/complete.ts';
import { COMPLETE, scripts } from '../../src/cli/completion-scripts.ts';
import { commandNames } from '../../src/cli/table.ts';
import { built, main } from './built.ts';

const place = mkdtempSync(join(tmpdir(), 'paperboy-completion-'));
const folder = join(place, 'subscriptions');
beforeAll(() => {
  built();
  mkdirSync(folder);
  for (const name of ['ada.yaml', 'ben.yml', '$(touch ran).yaml', 'README.md']) writeFileSync(join(folder, name), '');
  const bin = join(place, 'paperboy');
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(bin, 0o755);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const from = ['--subscriptions', folder];

describe('candidates', () => {
  it.each<[string, string[], string[]]>([
    ['commands', [''], [...commandNames, 'help']],
    ['commands that begin so', ['re'], ['retry', 'resend']],
    ['commands to be helped with', ['help', 'arch'], ['archive']],
    ['options', ['run', '--cha'], ['--channel']],
    ['options in the form that does something', ['match', '--no-a'], ['--no-abbreviations']],
    ['choices of an option', ['run', '--in-doubt', ''], ['resend', 'skip']],
    ['choices of an argument', ['archive', 're'], ['repair']],
    ['ids for an option', ['send', ...from, '--only', ''], ['ada', 'ben']],
    ['ids for an argument', ['why', ...from, 'a'], ['ada']],
    ['ids for each of several', ['suppress', ...from, 'ada', 'b'], ['ben']],
    ['nothing where it may be any text', ['why', ...from, 'ada', ''], []],
    ['nothing where a file is wanted', ['run', '--templates', ''], []],
    ['nothing behind an unknown command', ['rnu', ''], []],
  ])('%s', async (_, words, found) => {
    expect(await candidates(words)).toEqual(found);
  });
});

/** What a shell makes of a line, by the script that it loads. */
const bashed = (...words: string[]) => {
  const script = `${scripts.bash}
COMP_WORDS=(paperboy "$@"); COMP_CWORD=$#; _paperboy; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${place}:${process.env.PATH}` };
  return spawnSync('bash', ['-c', script, 'bash', ...words], { cwd: place, env, encoding: 'utf8' });
};

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

describe('scripts', () => {
  it('bash completes by its script, and runs nothing of a name', () => {
    expect(bashed('arch').stdout).toBe('archive\n');
    expect(bashed('send', '--only', '').stdout).toBe('ada\nben\n');
    expect(bashed('run', '--templates', '').stdout.trim()).toBe('');
    expect(spawnSync('ls', [place], { encoding: 'utf8' }).stdout).not.toContain('ran');
  });

  it.for(['bash', 'zsh', 'fish'] as const)('%s finds its script without a fault', (name, { skip }) => {
    expect(scripts[name]).toContain(COMPLETE);
    skip(!has(name), `NOT RUN: ${name} is not installed`);
    const { status, stderr } = spawnSync(name, ['-n'], { input: scripts[name], encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
