import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isShown, type Printed, type Reader, reader, shownAnew, stepsOf } from './reader.ts';
import { blocksOf, pages, read, refresh, root } from './support.ts';

/** Commands of the documentation that are not run as they stand: what is run instead, or nothing, and why. */
const exceptions: Record<string, { runs: string | null; why: string }> = {
  'npm ci && npm start': { runs: 'npx paperboy run', why: 'installs packages; .ci/run does that in a fresh clone' },
  'npx paperboy run --send --in-doubt skip': { runs: null, why: 'needs a mail server; test/deliver has one' },
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

/** Tutorials are followed from their first line to their last, each by a reader of its own. */
const isTutorial = (page: string) => page.startsWith('docs/tutorials/');
const shown = pages.flatMap((page) =>
  blocksOf(read(page), 'sh').flatMap((lines) => lines.map((line) => [page, line] as const)),
);

const readers: Reader[] = [];
const comes = () => readers[readers.push(reader()) - 1]!;
afterAll(() => {
  for (const { leave } of readers) leave();
});

beforeAll(() => {
  if (!existsSync(`${root}dist/cli/main.js`)) execFileSync('npm', ['run', 'build'], { cwd: root });
});

/** Types a line, or what stands for it; `null` when nothing does. */
function typed(by: Reader, line: string): Printed | null {
  const exception = exceptions[line];
  return exception?.runs === null ? null : by.type(exception?.runs ?? line);
}

function expectGood({ code, stderr }: Printed, line: string): void {
  expect(
    stderr.split('\n').filter((text) => /(?:^| )error /.test(text)),
    line,
  ).toEqual([]);
  expect(code, line).toBe(0);
}

describe('commands of the documentation', () => {
  it('are there, and every exception is of one that is', () => {
    expect(shown.length).toBeGreaterThan(15);
    const lines = new Set(shown.map(([, line]) => line));
    expect(Object.keys(exceptions).filter((line) => !lines.has(line))).toEqual([]);
  });

  it.each(pages.filter(isTutorial))('%s can be followed, and shows what one sees', (page) => {
    const by = comes();
    const printed = stepsOf(read(page)).map(({ lines }) => {
      const all = lines.map((line) => [line, typed(by, line)] as const);
      for (const [line, result] of all) if (result !== null) expectGood(result, line);
      return all.at(-1)![1]?.stdout.trim() ?? null;
    });
    refresh(page, shownAnew(read(page), printed));
    for (const [at, step] of stepsOf(read(page)).entries()) {
      if (step.shown === null) continue;
      if (!isShown(step.shown, printed[at] ?? '')) expect(printed[at]).toBe(step.shown);
    }
  });

  let fresh: Reader;
  let first: Printed;
  beforeAll(() => {
    fresh = comes();
    first = fresh.type('npx paperboy run');
  });

  it('writes files at first, and the second time none', () => {
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('files written.');
    expect(fresh.type('npx paperboy run').stdout).toContain('No file changed.');
  });

  it.each(shown.filter(([page]) => !isTutorial(page)))('%s: %s', (_, line) => {
    const result = typed(fresh, line);
    if (result !== null) expectGood(result, line);
  });

  it('would see a command that fails', () => {
    const by = comes();
    expect(by.type('npx paperboy run --no-such-flag').code).toBe(2);
    expect(by.type('npx paperboy parse no-such-dump.txt').code).toBe(3);
    expect(by.type('npx something').code).toBe(127);
    by.type('export LASTS=1 && cd dumps');
    expect(by.type('echo "$LASTS" *-daily.json').stdout).toBe('1 2026-02-04-daily.json\n');
  });

  it('would see a page that shows something else', () => {
    expect(isShown('a\n...\nd', 'a\nb\nc\nd')).toBe(true);
    expect(isShown('a\n...', 'a\nb')).toBe(true);
    expect(isShown('a.', 'ab')).toBe(false);
    expect(isShown('a\n...\nd', 'b\nd')).toBe(false);
    expect(stepsOf('```sh\na\nb\n```\n\n```text\nc\n```\n\n```sh\nd\n```\n\nx')).toEqual([
      { lines: ['a', 'b'], shown: 'c' },
      { lines: ['d'], shown: null },
    ]);
  });
});
