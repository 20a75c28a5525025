import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandNames, table } from '../../src/cli/table.ts';
import { cli } from '../docs/support.ts';

// Every command with every exit code that it says it can end with. Signals (130, 143) are in signals.test.ts, errors of
// ours (1) in codes.test.ts.

const place = mkdtempSync(join(tmpdir(), 'paperboy-exits-'));
const out = join(place, 'out');
const broken = join(place, 'broken');
const now = ['--now', '2026-11-21T12:00:00Z'];
const directory = ['--channel', 'directory', '--from', 'Paperboy <papers@example.org>'];
const dump = 'dumps/2026-02-04-daily.json';
let server: Server;
let site: string[] = [];

beforeAll(async () => {
  expect((await cli('run', dump, '--out', out, ...now)).code).toBe(0);
  cpSync(out, broken, { recursive: true });
  const state = join(broken, 'state');
  const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) writeFileSync(join(file.parentPath, file.name), '{}');
  server = createServer((request, response) => {
    response.statusCode = request.url?.includes('2026-02-04') ? 200 : 404;
    response.end('[]');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  site = ['--base-url', `http://127.0.0.1:${port}`, '--allow-private', '--retries', '0', '--pause', '0', '--json'];
});
afterAll(() => {
  server.close();
  rmSync(place, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

const at = (folder: string) => ['--out', folder];
const fetched = (day: string, to = join(place, 'fetched')) => ['fetch', '--date', day, '--to', to, ...now, ...site];

/** A mail with a command in its subject, in a file. */
function letter(subject: string): string {
  const path = join(place, `${subject}.eml`);
  writeFileSync(path, `From: reader@example.org\r\nTo: papers@example.org\r\nSubject: ${subject}\r\n\r\n`);
  return path;
}

/** A folder where a file is in the way of a folder. */
function blocked(name: string, file: string): string {
  mkdirSync(join(place, name), { recursive: true });
  writeFileSync(join(place, name, file), '');
  return join(place, name);
}

/** A folder of subscriptions without any. */
function nobody(): string {
  mkdirSync(join(place, 'nobody'), { recursive: true });
  return join(place, 'nobody');
}

/** An output folder whose journal of subscribers is damaged. */
function torn(): string {
  const folder = join(place, 'torn');
  cpSync(out, folder, { recursive: true });
  writeFileSync(join(folder, 'state', 'subscribers.jsonl'), 'no journal\nno journal\n');
  return folder;
}

/** A command line for each exit code of each command; a function where something is known only later. */
const cases: Record<string, Record<number, () => string[]>> = {
  run: {
    0: () => ['run', dump, ...at(out), ...now],
    2: () => ['run', '--since', 'monday'],
    3: () => ['run', 'no-such-dump.txt', ...at(join(place, 'none'))],
    4: () => ['run', dump, '--send', ...directory, ...at(join(place, 'four')), ...now],
    5: () => ['run', dump, ...at(broken), ...now],
  },
  fetch: {
    0: () => fetched('2026-02-04'),
    2: () => ['fetch', '--week', 'next'],
    3: () => fetched('2026-02-05'),
    5: () => fetched('2026-02-04', 'README.md'),
  },
  preview: {
    0: () => ['preview', dump, '--once', ...at(out), ...now],
    2: () => ['preview', '--port', 'any', '--once'],
    3: () => ['preview', 'no-such-dump.txt', '--once', ...at(join(place, 'none'))],
    5: () => ['preview', dump, '--once', ...at(broken)],
  },
  parse: { 0: () => ['parse', dump], 2: () => ['parse'], 3: () => ['parse', 'no-such-dump.txt'] },
  diff: {
    0: () => ['diff', dump],
    2: () => ['diff'],
    3: () => ['diff', 'no-such-dump.txt'],
    5: () => ['diff', dump, '--state', join(broken, 'state')],
  },
  match: {
    0: () => ['match', dump, '--any', 'agent'],
    2: () => ['match', dump],
    3: () => ['match', 'no-such-dump.txt', '--any', 'agent'],
  },
  papers: {
    0: () => ['papers', ...at(out)],
    2: () => ['papers', '--limit', 'few', ...at(out)],
    5: () => ['papers', ...at(broken)],
  },
  history: {
    0: () => ['history', '2602.01785', ...at(out)],
    2: () => ['history', ...at(out)],
    5: () => ['history', '2602.01785', ...at(broken)],
  },
  why: {
    0: () => ['why', 'ada', '2602.01785', '--state', out],
    2: () => ['why', 'nobody', '2602.01785', '--state', out],
    5: () => ['why', 'ada', '2602.01785', '--state', broken],
  },
  profile: {
    0: () => ['profile', 'test', '--any', 'agent', '--state', out],
    2: () => ['profile', 'test', '--state', out],
    5: () => ['profile', 'test', '--any', 'agent', '--state', broken],
  },
  send: {
    0: () => ['send', '--dry-run', ...directory, '--only', 'ada', ...at(out), ...now],
    2: () => ['send', '--limit', 'few'],
    4: () => ['send', ...directory, ...at(join(place, 'four')), ...now],
    5: () => ['send', ...directory, ...at(broken), ...now],
  },
  deliveries: {
    0: () => ['deliveries', ...at(out)],
    2: () => ['deliveries', '--status', 'lost'],
    5: () => ['deliveries', ...at(broken)],
  },
  retry: {
    0: () => ['retry', ...at(out)],
    2: () => ['retry', '--now', 'soon', ...at(out)],
    5: () => ['retry', ...at(broken)],
  },
  resend: {
    0: () => ['resend', '2026-02-04.1', ...at(out), ...now],
    2: () => ['resend', 'yesterday', ...at(out)],
    5: () => ['resend', '2026-02-04.1', ...at(broken)],
  },
  suppress: {
    0: () => ['suppress', 'ben', ...at(out)],
    2: () => ['suppress', 'nobody', ...at(out)],
    5: () => ['suppress', 'ben', ...at(broken)],
  },
  unsuppress: {
    0: () => ['unsuppress', 'ben', ...at(out)],
    2: () => ['unsuppress', ...at(out)],
    5: () => ['unsuppress', 'ben', ...at(broken)],
  },
  archive: {
    0: () => ['archive', 'verify', ...at(out)],
    2: () => ['archive', 'verfy'],
    3: () => ['archive', 'import', 'README.md', ...at(join(place, 'imported'))],
    5: () => ['archive', 'verify', ...at(broken)],
  },
  templates: {
    0: () => ['templates', 'eject', '--to', join(place, 'templates')],
    2: () => ['templates', 'eject', 'no-such-template'],
  },
  inbox: {
    0: () => ['inbox', letter('help'), '--dry-run', ...directory, ...at(out), ...now],
    2: () => ['inbox', ...at(out)],
    3: () => ['inbox', '--imap', ...directory, ...at(join(place, 'inbox')), ...now],
    4: () => ['inbox', letter('help'), ...directory.slice(2), ...at(join(place, 'unsent')), ...now],
    5: () => ['inbox', letter('help'), ...directory, ...at(torn()), ...now],
  },
  subscribers: {
    0: () => ['subscribers', 'list', ...at(out)],
    2: () => ['subscribers', 'show', 'nobody', ...at(out)],
    3: () => ['subscribers', 'import', letter('no-list'), ...at(join(place, 'members'))],
    5: () => ['subscribers', 'list', ...at(torn())],
  },
  init: {
    0: () => ['init', join(place, 'new'), '--yes'],
    2: () => ['init', join(place, 'other'), '--topics', ':', '--yes'],
    5: () => ['init', blocked('taken', 'subscriptions'), '--yes'],
  },
  doctor: {
    0: () => ['doctor', '--offline', ...at(out)],
    2: () => ['doctor', '--offline', '--subscriptions', 'no-such-folder', '--max-new', 'many', ...at(out)],
    4: () => ['doctor', '--offline', ...directory.slice(2), '--subscriptions', nobody(), ...at(out)],
    5: () => ['doctor', '--offline', ...at(broken)],
  },
  schedule: { 0: () => ['schedule', 'crontab'], 2: () => ['schedule', 'crontab', '--at', 'noon'] },
  config: { 0: () => ['config'], 2: () => ['config', 'no-such-setting'] },
  completion: { 0: () => ['completion', 'bash'], 2: () => ['completion', 'tcsh'] },
};

const lines = Object.entries(cases).flatMap(([name, codes]) =>
  Object.entries(codes).map(([code, args]) => [name, Number(code), args] as const),
);

describe('exit codes', () => {
  // A server ends when it is stopped or cannot begin: serve.test.ts has these.
  it.each(commandNames.filter((name) => name !== 'serve'))(
    '%s says which it has, and each has a case',
    async (name) => {
      const { exits } = await table[name].load();
      const told = exits.filter((code) => code < 128);
      expect(Object.keys(cases[name] ?? {}).map(Number)).toEqual(told);
      expect(exits).toEqual([...new Set(exits)].toSorted((a, b) => a - b));
    },
  );

  it.each(lines)('%s ends with %i', async (name, code, args) => {
    // The samples name their addresses by variables: without them nobody can be mailed.
    for (const one of ['PAPERBOY_ADA', 'PAPERBOY_BEN', 'PAPERBOY_CHI']) vi.stubEnv(one, undefined);
    vi.stubEnv('PAPERBOY_KEY', '0123456789abcdef0123456789abcdef');
    if (name === 'inbox') {
      vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:1');
      vi.stubEnv('IMAP_URL', 'imap://papers@127.0.0.1:1');
      vi.stubEnv('IMAP_PASSWORD', 'secret');
    }
    if (code === 0) vi.stubEnv('PAPERBOY_ADA', 'ada@example.org');
    const run = await cli(...args());
    expect(run.code, run.stderr).toBe(code);
    if (code === 0) expect(run.stderr).not.toMatch(/^error/m);
    // What doctor finds is its data.
    else expect(run.stderr + run.stdout).toMatch(/(?:^| )(?:error|warning) |^problem /m);
    expect(run.stderr).not.toContain('error of ours');
  });
});
