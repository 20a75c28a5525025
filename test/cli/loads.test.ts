import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandNames } from '../../src/cli/table.ts';
import { built, main } from './built.ts';

// What a command loads decides how long it takes to begin. Not timed: the modules are counted.

const hook = fileURLToPath(new URL('./loads/hook.mjs', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'paperboy-loads-'));
beforeAll(built);
afterAll(() => rmSync(place, { recursive: true, force: true }));

let runs = 0;

/** The modules that a command line loads: files of the program below `dist/`, and packages by name. */
function loadedBy(args: readonly string[], entry = main): { files: string[]; packages: string[] } {
  const list = join(place, `${runs++}.txt`);
  writeFileSync(list, '');
  const env = { ...process.env, PAPERBOY_LOADED: list };
  spawnSync(process.execPath, ['--import', hook, entry, ...args], { cwd: place, env });
  const urls = readFileSync(list, 'utf8').split('\n');
  const matches = (pattern: RegExp) => [...new Set(urls.flatMap((url) => pattern.exec(url)?.[1] ?? []))];
  return {
    files: matches(
      /\/dist\/((?:cli|config|deliver|diagnostic|diff|fetch|match|model|parse|pipeline|query|render|store|subscribers|inbox|server)\/.*)$/,
    ),
    packages: matches(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/),
  };
}

describe('no command loads what it does not use', () => {
  it('--version loads the entry only', () => {
    expect(loadedBy(['--version'])).toEqual({ files: ['cli/main.js', 'cli/version.js'], packages: [] });
  });

  it.each([['--help'], ['help', 'run'], ['run', '--help'], [], ['rnu'], ['--get-completions', 'send', '--']])(
    '%s %s loads no package',
    (...args) => {
      const { files, packages } = loadedBy(args.filter((arg) => arg !== undefined));
      expect(packages).toEqual([]);
      expect(files).toContain('cli/cli.js');
    },
  );

  it.each(commandNames)('%s --help loads its own file only', (name) => {
    const { files, packages } = loadedBy([name, '--help']);
    expect(files.filter((file) => file.startsWith('cli/commands/'))).toEqual([`cli/commands/${own(name)}.js`]);
    expect(packages).toEqual([]);
    const rooms = [...new Set(files.map((file) => file.split('/')[0]!))];
    // Those that send name the channels to choose from: the table, which loads no package.
    const sends = name === 'run' || name === 'send' ? ['deliver'] : [];
    // Those whose options are settings name the table of them.
    const formats = name === 'subscribers' ? ['subscribers'] : [];
    const settings = name === 'run' || name === 'config' ? ['config', 'model'] : [];
    expect(rooms.filter((room) => !['cli', 'diagnostic', ...sends, ...settings, ...formats].includes(room))).toEqual(
      [],
    );
  });

  it.each([
    ['parse', ['mjml', 'nodemailer', 'handlebars', 'feed', 'undici', 'yaml', 'valibot']],
    ['diff', ['mjml', 'nodemailer', 'handlebars', 'feed', 'undici', 'yaml', 'valibot']],
    ['match', ['mjml', 'nodemailer', 'handlebars', 'feed', 'undici', 'yaml', 'valibot']],
    ['run', ['mjml', 'nodemailer', 'undici']],
  ] as const)('%s on a dump does not load %j', (name, unwanted) => {
    writeFileSync(join(place, 'page.txt'), 'Reward models for code\n\nA page of no papers.\n');
    const { packages } = loadedBy([name, 'page.txt', ...(name === 'match' ? ['--any', 'code'] : [])]);
    expect(packages).toContain('yargs');
    expect(packages.filter((one) => (unwanted as readonly string[]).includes(one))).toEqual([]);
  });

  it('would see what is loaded', () => {
    const eager = join(place, 'eager.mjs');
    const at = (name: string) => JSON.stringify(import.meta.resolve(name));
    writeFileSync(eager, `import ${at('mjml')};\nimport ${at('nodemailer')};\nawait import(${at('yaml')});\n`);
    expect(loadedBy([], eager).packages).toEqual(expect.arrayContaining(['mjml', 'nodemailer', 'yaml']));
  });
});

const own = (name: string): string => (name === 'unsuppress' ? 'suppress' : name);
