import { describe, expect, it } from 'vitest';
import { compileTopics, MatchIndex, matchPaper, noContext } from '../../src/match/index.ts';
import type { Match } from '../../src/model/index.ts';
import { random as seeded } from '../random.ts';
import { randomPaper, randomQuery } from './generate.ts';
import { asks, judge } from './reference.ts';

/** `npm run test:full` compares 100,000 pairs. */
const pairs = Number(process.env.PAPERBOY_PAIRS ?? 6_000);
const QUERIES = 20;
const PAPERS = 10;
const context = { ...noContext, now: '2026-02-03T12:00:00Z' };

const lines = (match: Match) => match.spans.map((s) => `${s.field} ${s.start}-${s.end} ${s.term}`).sort();

describe('against the plain reference', () => {
  it(`finds the same papers by the same spans, in ${pairs} pairs of query and paper`, () => {
    let compared = 0;
    let hits = 0;
    let spans = 0;
    for (let seed = 1; compared < pairs; seed++) {
      const random = seeded(seed);
      const queries = Array.from({ length: QUERIES }, () => randomQuery(random));
      const papers = Array.from({ length: PAPERS }, () => randomPaper(random));
      const index = new MatchIndex(context);
      for (const [i, { text }] of queries.entries()) {
        index.set({ id: String(i), topics: [{ name: 't', any: [], all: [], none: [], query: text }] });
      }
      const found = index.match(papers);
      for (const [i, { tree, text }] of queries.entries()) {
        const faulty = index.errors.has(String(i));
        expect(faulty, text).toBe(!asks(tree));
        for (const [n, paper] of papers.entries()) {
          compared++;
          const expected = faulty ? null : judge(tree, paper);
          const match = found.get(String(i))!.get(n)?.[0];
          expect(
            match === undefined ? null : lines(match),
            `seed ${seed}: ${text} in ${JSON.stringify(paper)}`,
          ).toEqual(expected);
          if (match === undefined) continue;
          hits++;
          spans += match.spans.length;
          expect(Number.isFinite(match.score)).toBe(true);
        }
      }
      // Alone it is the same as among others.
      const one = compileTopics([{ name: 't', any: [], all: [], none: [], query: queries[0]!.text }], context);
      for (const [n, paper] of papers.entries()) expect(matchPaper(one, paper)).toEqual(found.get('0')!.get(n) ?? []);
    }
    // The generators give hits and misses, and spans to compare.
    expect(hits / compared).toBeGreaterThan(0.1);
    expect(hits / compared).toBeLessThan(0.9);
    expect(spans).toBeGreaterThan(compared / 4);
  });

  it('would see a difference', () => {
    const paper = { ...randomPaper(seeded(1)), title: 'fine-tuning rewards', abstract: null };
    const term = { kind: 'term' as const, text: 'reward', exact: false, stem: false, plain: false };
    expect(judge(term, paper)).toEqual(['title 12-19 reward']);
    expect(judge({ ...term, exact: true, text: 'Reward' }, paper)).toBeNull();
  });
});
