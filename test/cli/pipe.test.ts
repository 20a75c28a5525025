import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandNames } from '../../src/cli/table.ts';
import { cli } from '../docs/support.ts';
import { built, main, paperboy, root } from './built.ts';

const place = mkdtempSync(join(tmpdir(), 'paperboy-pipe-'));
const out = join(place, 'out');
const dump = 'dumps/2026-02-04-daily.json';
const now = ['--now', '2026-11-21T12:00:00Z'];
const mail = join(place, 'help.eml');
beforeAll(async () => {
  // Each command listens for signals until its process ends; here many have one process.
  process.setMaxListeners(100);
  writeFileSync(mail, 'From: reader@example.org\r\nTo: papers@example.org\r\nSubject: help\r\n\r\n');
  built();
  await cli('run', dump, '--out', out, ...now);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const directory = ['--channel', 'directory', '--from', 'Paperboy <papers@example.org>'];

/** What to run of each command: arguments, and the document of `--json`; `null` where the text is the data. */
const cases: Record<string, { args: string[]; schema: string | null }> = {
  run: { args: ['run', dump, '--out', out, ...now], schema: 'run' },
  // Without a site: a report of what could not be had is data as well.
  fetch: {
    args: [
      'fetch',
      '--to',
      join(place, 'dumps'),
      '--base-url',
      'http://127.0.0.1:1',
      '--allow-private',
      '--retries',
      '0',
    ],
    schema: 'fetch',
  },
  preview: { args: ['preview', dump, '--once', '--out', out, ...now], schema: 'preview' },
  parse: { args: ['parse', dump], schema: 'parse' },
  diff: { args: ['diff', dump], schema: 'diff' },
  match: { args: ['match', dump, '--any', 'agent'], schema: 'match' },
  papers: { args: ['papers', '--out', out], schema: 'papers' },
  history: { args: ['history', '2602.01785', '--out', out], schema: 'history' },
  why: { args: ['why', 'ada', '2602.01785', '--state', out], schema: 'why' },
  profile: { args: ['profile', 'test', '--any', 'agent', '--state', out], schema: 'profile' },
  send: { args: ['send', '--dry-run', ...directory, '--out', out, ...now], schema: 'send' },
  deliveries: { args: ['deliveries', '--out', out], schema: 'deliveries' },
  retry: { args: ['retry', '--out', out], schema: 'retry' },
  resend: { args: ['resend', '2026-02-04.1', '--out', out, ...now], schema: 'resend' },
  suppress: { args: ['suppress', 'ben', '--out', out], schema: 'suppress' },
  unsuppress: { args: ['unsuppress', 'ben', '--out', out], schema: 'suppress' },
  inbox: { args: ['inbox', mail, '--dry-run', ...directory, '--out', join(place, 'inbox'), ...now], schema: 'inbox' },
  subscribers: { args: ['subscribers', 'list', '--out', out], schema: 'subscribers' },
  archive: { args: ['archive', 'stats', '--out', out], schema: 'stats' },
  init: { args: ['init', join(place, 'new'), '--yes', '--dry-run'], schema: 'init' },
  doctor: { args: ['doctor', '--offline', '--out', out], schema: 'doctor' },
  schedule: { args: ['schedule', 'crontab'], schema: null },
  templates: { args: ['templates', 'eject', '--to', join(place, 'templates')], schema: 'templates' },
  config: { args: ['config'], schema: 'config' },
  completion: { args: ['completion', 'bash'], schema: null },
};

const ajv = new Ajv({ strict: true });
const escapes = /\u001b|\r/;

describe('on a pipe', () => {
  // A server goes on until it is stopped; test/cli/serve has what it prints.
  it('every command is looked at', () =>
    expect(Object.keys(cases)).toEqual(commandNames.filter((name) => name !== 'serve')));

  it.each(Object.entries(cases))('%s prints data without escapes', async (_, { args, schema }) => {
    if (schema === 'inbox') vi.stubEnv('PAPERBOY_KEY', '0123456789abcdef0123456789abcdef');
    const plain = await cli(...args);
    expect(plain.stdout.length).toBeGreaterThan(0);
    expect(plain.stdout + plain.stderr).not.toMatch(escapes);
    if (schema === null) return;
    const { stdout } = await cli(...args, '--json');
    const validate = ajv.compile(JSON.parse(readFileSync(`${root}schemas/${schema}.schema.json`, 'utf8')));
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    expect(stdout).not.toMatch(escapes);
    // What was asked for is printed, however quiet.
    expect(JSON.parse((await cli(...args, '--json', '--quiet')).stdout).schema).toBe(`paperboy.${schema}/1`);
  });

  it('a process says the same: no colours, no progress', () => {
    const { status, stdout, stderr } = paperboy(['diff', dump], root, { TERM: 'xterm-256color' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(escapes);
    expect(paperboy(['diff', dump], root, { FORCE_COLOR: '1' }).stdout).toMatch(escapes);
  });

  it('a reader that goes away is no error', () => {
    const line = `"${process.execPath}" "${main}" parse dumps --json | head -c 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: root, encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['{', '']);
  });
});

describe('how much is said', () => {
  const runs = ['run', dump, '--out', out, ...now];

  it('--quiet leaves out what was done, but neither data nor errors', async () => {
    expect(await cli(...runs, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    const { stdout, stderr } = await cli('parse', dump, 'no-such-dump.txt', '--quiet');
    expect(stdout).toContain('2026-02-04');
    expect(stderr).toContain(' error ');
  });

  it('--verbose adds times, on stderr', async () => {
    const { stdout, stderr } = await cli(...runs, '--json', '--verbose');
    expect(JSON.parse(stdout).schema).toBe('paperboy.run/1');
    expect(stderr).toMatch(/^time start-up: \d+ ms$/m);
  });

  it('--quiet and --verbose exclude each other', async () => {
    expect((await cli(...runs, '--quiet', '--verbose')).code).toBe(2);
  });
});
