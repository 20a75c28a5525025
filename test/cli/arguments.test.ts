import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { marked, unmark } from '../../src/cli/arguments.ts';
import { cli } from '../docs/support.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-arguments-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const file = join(scratch, 'dump.jsonl');
writeFileSync(
  file,
  ['Agents plan', 'Agents: a survey', 'A robot arm']
    .map((title, i) =>
      JSON.stringify({ id: `2602.0000${i + 1}`, title, summary: 'We study it.', publishedAt: '2026-02-03' }),
    )
    .join('\n'),
);

async function titles(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await cli('match', file, '--json', '--now', '2026-02-06', ...args);
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { matches: { title: string }[] }).matches.map(({ title }) => title).sort();
}

describe('values that begin with a minus', () => {
  it('are queries and keywords', async () => {
    expect(await titles('--query', '-survey agent')).toEqual(['Agents plan']);
    expect(await titles('--query=-survey agent')).toEqual(['Agents plan']);
    expect(await titles('--any', '-survey')).toEqual(['Agents: a survey']);
    expect(await titles('--all', '-agent', '--none', '-survey')).toEqual(['Agents plan']);
  });

  it.each(['--any', '--all', '--none', '--query', '--now', '--subscription'])(
    '%s without a value is a mistake of the person',
    async (option) => {
      const { code, stderr } = await cli('match', file, option);
      expect(code).toBe(2);
      expect(stderr).toContain(`${option} needs a value`);
      expect(stderr).not.toMatch(/YError|\n {4}at /);
      expect((await cli('match', file, option, '--json')).code).toBe(2);
    },
  );
});

describe('what follows --', () => {
  it('is no option, and reaches the positionals', async () => {
    const out = join(scratch, 'out');
    const run = await cli('run', '--out', out, '--dump', file, '--now', '2026-02-06T12:00:00Z');
    expect(run.stderr).not.toContain('error of ours');
    const faulty = await cli('papers', '--out', out, '--', '(');
    expect(faulty.code).toBe(2);
    expect(faulty.stderr).toContain('ends too early');
    const { code, stdout } = await cli('papers', '--out', out, '--json', '--', '-survey agent');
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { papers: { title: string }[] }).papers.map(({ title }) => title)).toEqual([
      'Agents plan',
    ]);
  });

  it('comes back as it was given', () => {
    expect(marked(['match', '-', '--any', '-', '--query', '--json', '--', '-a', '--'])).toEqual([
      'match',
      '\0-',
      '--any=-',
      '--query',
      '--json',
      '\0-a',
      '\0--',
    ]);
    const argv: Record<string, unknown> = { _: ['match'], dump: ['\0-', 'a'], query: '\0-a', limit: 3 };
    unmark(argv);
    expect(argv).toEqual({ _: ['match'], dump: ['-', 'a'], query: '-a', limit: 3 });
  });
});
