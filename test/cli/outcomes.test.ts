import { expect, it } from 'vitest';
import { outcomes } from '../../src/cli/outcomes.ts';
import type { DigestReport, RunReport } from '../../src/model/index.ts';

const report = (digests: DigestReport[]): RunReport => ({
  digests,
  verdict: { kind: 'quiet', reason: '' },
  editions: [],
  written: [],
  diagnostics: [],
});
const digest = (n: number, status: DigestReport['status']): DigestReport => ({
  subscription: `s${n}`,
  status,
  papers: 1,
  channel: 'smtp',
  detail: 'left for the next run',
});

it('a long list says first what needs a look, and how many more there are', () => {
  const digests = Array.from({ length: 5_000 }, (_, n) => digest(n, n === 4_000 ? 'failed' : 'deferred'));
  const lines = outcomes(report(digests), false).split('\n');
  expect(lines.length).toBeLessThan(50);
  expect(lines[1]).toMatch(/s4000 .*failed/);
  expect(lines).toContain('  and 4960 more');
  expect(lines.at(-1)).toMatch(/deferred +4999|failed +1/);
});

it('a short one is in the order of the subscriptions', () => {
  const lines = outcomes(report([digest(1, 'sent'), digest(2, 'failed'), digest(3, 'sent')]), false).split('\n');
  expect(lines.slice(1, 4).map((line) => line.trim().split(' ')[0])).toEqual(['s1', 's2', 's3']);
});
