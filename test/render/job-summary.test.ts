import { describe, expect, test } from 'vitest';
import { jobSummary, jobSummaryLimit } from '../../src/render/job-summary.ts';
import { collection, hostileTitle, match, paper } from './fixtures.ts';

const long = `${'We count the things that there are, and find that there are many of them indeed. '.repeat(20)}`.trim();
const edition = (count: number, from = 0) =>
  collection(
    Array.from({ length: count }, (_, n) => ({
      paper: paper(from + n, { title: n % 7 === 0 ? hostileTitle : `Paper ${from + n} 汉字`, abstract: long }),
      matches: [match('things', 'things')],
    })),
    { kind: 'edition', date: '2026-02-04' },
  );
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

describe('the summary of a job', () => {
  test('tells everything as long as it fits', () => {
    const text = jobSummary([edition(20), edition(10, 20)]);
    expect(count(text, /^## Edition of 4 February 2026$/gm)).toBe(2);
    expect(count(text, /^### /gm)).toBe(30);
    expect(count(text, /^<details>$/gm)).toBe(30);
    expect(text).not.toContain('more paper');
  });

  test.each([200, 2000, 20_000])('papers step down, the last ones first, and each is whole: %i papers', (papers) => {
    const text = jobSummary([edition(papers)]);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(jobSummaryLimit);
    const told = count(text, /^### /gm) + count(text, /^- \[/gm);
    const left = Number(/^And ([\d,]+) more papers\.$/m.exec(text)?.[1]?.replace(',', '') ?? 0);
    expect(told + left).toBe(papers);
    expect(count(text, /^<details>$/gm)).toBe(count(text, /^<\/details>$/gm));
    if (papers > 10_000) expect(left).toBeGreaterThan(0);
  });

  test('whatever the limit, it is held and used', () => {
    const whole = Buffer.byteLength(jobSummary([edition(30)], Number.POSITIVE_INFINITY));
    for (let limit = 400; limit < whole + 500; limit += 997) {
      const size = Buffer.byteLength(jobSummary([edition(30)], limit));
      expect(size).toBeLessThanOrEqual(limit);
      expect(size).toBeGreaterThan(Math.min(whole, limit) - 3000);
    }
    expect(jobSummary([edition(30)], 0)).toBe('## Edition of 4 February 2026\n\nAnd 30 more papers.\n');
  });
});
