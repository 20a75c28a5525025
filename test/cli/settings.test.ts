import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandNames } from '../../src/cli/table.ts';
import { cli, root } from '../docs/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'paperboy.yaml'), text);
  return join(folder, name, 'paperboy.yaml');
};
const here = file(
  'here',
  `out: elsewhere\nsubscriptions: ${join(root, 'subscriptions')}\ndumps: ${join(root, 'dumps')}\nchannel: directory\nfrom: papers@example.org\n`,
);
/** Where nothing is. */
const nowhere = file('nowhere', 'out: elsewhere\nsubscriptions: nobody\ndumps: nothing\n');

beforeEach(() => {
  for (const name of ['PAPERBOY_ADA', 'PAPERBOY_BEN', 'PAPERBOY_CHI']) vi.stubEnv(name, 'reader@example.org');
  vi.stubEnv('PAPERBOY_NOW', '2026-03-02T12:00:00Z');
});
afterEach(() => vi.unstubAllEnvs());

/** Commands that read settings, with arguments; each is run where the file has an archive and subscribers, and where it has none. */
const cases: Record<string, readonly string[]> = {
  send: ['--dry-run', '--json'],
  preview: ['--once', '--json'],
  why: ['ada', 'PAPER', '--json'],
  deliveries: ['--json'],
  papers: ['--json'],
  history: ['PAPER', '--json'],
  archive: ['stats', '--json'],
  profile: ['test', join(root, 'subscriptions/ada.yaml'), '--json'],
  suppress: ['ada', '--json'],
  unsuppress: ['ada', '--json'],
  retry: ['--json'],
  resend: ['2026-02-04.1', '--dry-run', '--json'],
};
/** The others, and why they are not among them. */
const others: Record<string, string> = {
  run: 'below; it makes the archive',
  fetch: 'below; it asks a site',
  config: 'test/cli/config.test.ts',
  parse: 'reads the dumps that it is given',
  diff: 'compares with the state that it is given',
  match: 'looks at the dumps that it is given',
  templates: 'copies templates into the folder that it is given',
  completion: 'prints a script',
  doctor: 'test/cli/doctor; its code is that of what it finds',
  serve: 'goes on until it is stopped; test/cli/serve.test.ts',
  inbox: 'test/cli/round-trip.test.ts',
  subscribers: 'test/cli/subscribers.test.ts',
  init: 'makes the file',
  schedule: 'prints lines for the machine',
};

describe('paperboy.yaml holds for', () => {
  let paper: string;
  beforeAll(async () => {
    vi.stubEnv('PAPERBOY_NOW', '2026-03-02T12:00:00Z');
    const { code, stdout } = await cli('run', '--json', '--config', here);
    expect(code).toBe(0);
    const { written } = JSON.parse(stdout) as { written: string[] };
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((path) => !path.startsWith(join(folder, 'here/elsewhere')))).toEqual([]);
    expect(existsSync(join(folder, 'here/elsewhere/state'))).toBe(true);
    paper = JSON.parse((await cli('papers', '--json', '--config', here)).stdout).papers[0].arxivId;
  }, 120_000);

  it('every command that there is', () => {
    expect([...Object.keys(cases), ...Object.keys(others)].toSorted()).toEqual([...commandNames].toSorted());
  });

  it.each(Object.entries(cases))('%s', async (name, args) => {
    const run = (config: string) =>
      cli(name, ...args.map((arg) => (arg === 'PAPER' ? paper : arg)), '--config', config);
    const [one, other] = [await run(here), await run(nowhere)];
    expect([one.code, one.stderr]).toEqual([0, '']);
    expect(one).not.toEqual(other);
  });

  it('fetch, which asks no site that the file does not name', async () => {
    const mirror = file('mirror', 'base-url: https://127.0.0.1:1\n');
    const { code, stderr } = await cli(
      'fetch',
      '--date',
      '2026-02-04',
      '--to',
      join(folder, 'fetched'),
      '--config',
      mirror,
    );
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('127.0.0.1 is not a public address; it was not contacted'),
    ]);
  });

  it('whoever stands in the folder of the file, and names none', () => {
    if (!existsSync(`${root}dist/cli/main.js`)) execFileSync('npm', ['run', 'build'], { cwd: root });
    const out = (cwd: string) =>
      execFileSync(process.execPath, [`${root}dist/cli/main.js`, 'config', 'out'], { cwd, encoding: 'utf8' });
    expect(out(join(folder, 'here'))).toBe('elsewhere\n');
    expect(out(folder)).toBe('out\n');
  });
});
