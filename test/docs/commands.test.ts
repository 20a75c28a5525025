import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { between, blocksOf, read, refresh, root } from './support.ts';

/** Commands of the documentation that are not run as they stand: what is run instead, or nothing, and why. */
const exceptions: Record<string, { runs: string | null; why: string }> = {
  'npm ci && npm start': { runs: 'npm start', why: 'installs packages; .ci/run does that in a fresh clone' },
  'npm ci && npm test': { runs: null, why: 'would run this test within itself' },
  'export PAPERBOY_FROM="Paperboy <papers@example.org>" SMTP_URL=smtps://user@mail.example.org:465 SMTP_PASSWORD=...': {
    runs: null,
    why: 'names a mail server that does not exist',
  },
  'npx paperboy run --send': { runs: null, why: 'needs a mail server; test/deliver sends through a real one' },
  'npx paperboy run --send --in-doubt skip': { runs: null, why: 'needs a mail server' },
  'npx paperboy send --claim origin': { runs: null, why: 'needs a repository; test/store/git.test.ts has some' },
  'git checkout -- out/state': { runs: null, why: 'git' },
  'export IMAP_URL=imaps://papers%40example.org@mail.example.org IMAP_PASSWORD=... PAPERBOY_KEY=...': {
    runs: null,
    why: 'names a mail server that does not exist',
  },
  'npx paperboy inbox --imap': { runs: null, why: 'needs a mail server; test/cli/round-trip.test.ts has one' },
  'npx paperboy inbox --maildir /var/mail/papers': {
    runs: null,
    why: 'needs a mailbox; test/cli/round-trip.test.ts has one',
  },
};

const pages = [
  'README.md',
  ...readdirSync(`${root}docs`).flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
];
const shown = pages.flatMap((page) =>
  blocksOf(read(page), 'sh').flatMap((lines) => lines.map((line) => [page, line] as const)),
);

const place = mkdtempSync(join(tmpdir(), 'paperboy-documentation-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Runs one line of a shell in a copy of the project, as a reader would; addresses of the samples are set. */
function run(line: string): { code: number | null; stdout: string; stderr: string } {
  const command = line.replace(/\bnpx paperboy\b/g, 'node dist/cli/main.js');
  const addresses = {
    PAPERBOY_ADA: 'ada@example.org',
    PAPERBOY_BEN: 'ben@example.org',
    PAPERBOY_CHI: 'chi@example.org',
  };
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NO_COLOR: '1', ...addresses } as NodeJS.ProcessEnv;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: place, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

beforeAll(() => {
  if (!existsSync(`${root}dist/cli/main.js`)) execFileSync('npm', ['run', 'build'], { cwd: root });
  for (const name of ['dist', 'dumps', 'subscriptions', 'templates', 'schemas', 'docs', 'package.json']) {
    cpSync(join(root, name), join(place, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'), 'dir');
});

describe('commands of the documentation', () => {
  it('are there, and every exception is of one that is', () => {
    expect(shown.length).toBeGreaterThan(15);
    const lines = new Set(shown.map(([, line]) => line));
    expect(Object.keys(exceptions).filter((line) => !lines.has(line))).toEqual([]);
  });

  it('prints in a fresh copy what the README shows', () => {
    const { code, stdout, stderr } = run('npx paperboy run');
    expect([code, stderr]).toEqual([0, '']);
    const page = between(read('README.md'), 'summary', `\`\`\`text\n${stdout.trim()}\n\`\`\``);
    refresh('README.md', page);
    expect(read('README.md')).toBe(page);
    const again = run('npx paperboy run').stdout;
    expect(again).toContain('No file changed.');
  });

  it.each(shown)('%s: %s', (_, line) => {
    // The README's own subscription is there only for the commands that name it.
    const mine = join(place, 'subscriptions/me.yaml');
    if (line.includes('me.yaml')) writeFileSync(mine, blocksOf(read('README.md'), 'yaml')[0]!.join('\n'));
    const exception = exceptions[line];
    if (exception?.runs === null) return;
    const { code, stderr } = run(exception?.runs ?? line);
    rmSync(mine, { force: true });
    expect(stderr.split('\n').filter((text) => /(?:^| )error /.test(text))).toEqual([]);
    expect(code).toBe(0);
  });

  it('would see a command that fails', () => {
    expect(run('npx paperboy run --no-such-flag').code).toBe(2);
    expect(run('npx paperboy parse no-such-dump.txt').code).toBe(3);
  });
});
