import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commandHelp, overview } from '../../src/cli/help.ts';
import { allCommands, commandNames, table } from '../../src/cli/table.ts';
import { takesOf } from '../../src/cli/takes.ts';
import { cli, read } from '../docs/support.ts';
import { root } from './built.ts';

// `npx vitest run test/cli/help.test.ts -u` writes the goldens again.
const golden = (name: string) => `../golden/help/${name}.txt`;
afterEach(() => vi.unstubAllEnvs());

describe('help', () => {
  it('begins with examples and shows all commands in groups', async () => {
    const { code, stdout, stderr } = await cli('--help');
    expect([code, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot(golden('paperboy'));
    expect(stdout.indexOf('Examples')).toBeLessThan(stdout.indexOf('Every day'));
    for (const name of commandNames) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it.each(commandNames)('of %s has examples, every option, the exit codes and a page that is there', async (name) => {
    const command = await table[name].load();
    const { code, stdout, stderr } = await cli(name, '--help');
    expect([code, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot(golden(name));
    expect((await cli('help', name)).stdout).toBe(stdout);
    expect((await cli(name, '-h')).stdout).toBe(stdout);
    expect(command.command.split(' ')[0]).toBe(name);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const [type, what] of command.examples) {
      expect(type.split(' ')[0]).toBe(name);
      expect(what).toMatch(/\S/);
      expect(stdout.indexOf(type)).toBeGreaterThan(0);
    }
    for (const [option] of takesOf(command).options) expect(stdout).toContain(option);
    const [page, anchor] = command.docs.split('#');
    expect(existsSync(`${root}docs/${page}`), command.docs).toBe(true);
    const headings = [...read(`docs/${page}`).matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
      text!
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    if (anchor !== undefined) expect(headings).toContain(anchor);
  });

  it.each([40, 80])('fits into %i columns, but for what to type and options with their names', async (width) => {
    const commands = await allCommands();
    const pages = [overview(commands, width), ...commands.map((command) => commandHelp(command, width))];
    const long = pages
      .flatMap((page) => page.split('\n'))
      .filter((line) => line.length > width && !line.startsWith('  $ ') && line.trim().includes(' '));
    expect(long).toEqual([]);
  });

  it('is asked for anywhere but as a keyword or behind --', async () => {
    expect((await cli('--json', '--help', 'parse')).stdout).toContain('paperboy parse');
    expect((await cli('parse', '--', '--help')).code).toBe(3);
    expect((await cli('match', 'no-dump', '--any', '-h')).code).toBe(3);
  });

  it('says how to begin when nothing is asked for', async () => {
    const { code, stdout, stderr } = await cli();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('$ paperboy run');
  });
});

describe('what was meant', () => {
  it.each([
    [['rnu'], 'did you mean "run"?'],
    [['help', 'histroy'], 'did you mean "history"?'],
    [['run', '--subscritions', 'x'], '--subscritions (did you mean --subscriptions?)'],
    [['match', 'x', '--no-abbrevations'], 'did you mean --no-abbreviations?'],
    [['send', '--qiuet'], 'did you mean --quiet?'],
    [['run', '--channel', 'smpt'], '--channel cannot be "smpt"; did you mean "smtp"?'],
    [['archive', 'verfy'], 'action cannot be "verfy"; did you mean "verify"?'],
  ])('%j', async (args, question) => {
    const { code, stdout, stderr } = await cli(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(question);
  });

  it('is not guessed when nothing is near', async () => {
    expect((await cli('harvest')).stderr).not.toContain('did you mean');
    expect((await cli('run', '--harvest')).stderr).not.toContain('did you mean');
  });
});

describe('colours', () => {
  const bold = '\u001b[1m';
  it.each([
    ['on a pipe', {}, [], false],
    ['with FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['with FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], false],
    ['with NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, [], false],
    ['with an empty NO_COLOR', { NO_COLOR: '', FORCE_COLOR: '1' }, [], true],
    ['with --color', { NO_COLOR: '1' }, ['--color'], true],
    ['with --no-color', { FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('%s', async (_, env, flags, coloured) => {
    for (const name of ['NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const { stdout } = await cli('diff', 'dumps', ...flags);
    expect(stdout.includes(bold)).toBe(coloured);
  });
});
