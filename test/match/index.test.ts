import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  analysePaper,
  compileProfiles,
  compileTopics,
  matchAll,
  matchIndex,
  matchPaper,
} from '../../src/match/index.ts';
import type { Topic } from '../../src/model/index.ts';
import { find, judge } from './reference.ts';

const word = fc.constantFrom(
  'fine',
  'tuning',
  'finetuning',
  'model',
  'models',
  'reward',
  'rewards',
  'RL',
  'rl',
  'LLM',
  'LLMs',
  'modelreward',
  'agent',
);
const keyword = fc
  .tuple(word, fc.array(fc.tuple(fc.constantFrom(' ', '-'), word), { maxLength: 3 }))
  .map(([first, rest]) => first + rest.flat().join(''));
const text = fc
  .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '-', '\n', '. ')), { maxLength: 14 })
  .map((pairs) => pairs.flat().join(''));
const keywords = (maxLength: number) => fc.array(keyword, { maxLength });
const topic = fc.record<Topic>({
  name: fc.constantFrom('one', 'two', 'three'),
  any: keywords(3),
  all: keywords(2),
  none: keywords(1),
  query: fc.constant(null),
});
const paper = fc.record({ title: text, abstract: fc.option(text) });

describe('against the plain reference', () => {
  it('finds each keyword at the same places', () => {
    let hits = 0;
    fc.assert(
      fc.property(keyword, text, (k, t) => {
        const found = find(k, t);
        hits += found.length;
        const [match] = matchPaper(compileTopics([{ name: 't', any: [k], all: [], none: [], query: null }]), {
          title: t,
          abstract: null,
        });
        expect((match?.spans ?? []).map(({ start, end }) => ({ start, end }))).toEqual(found);
      }),
      { numRuns: 5000 },
    );
    expect(hits).toBeGreaterThan(500);
  });

  it('matches the same topics, alone and with all profiles at once', () => {
    let matches = 0;
    const profiles = fc.array(fc.array(topic, { maxLength: 3 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(profiles, fc.array(paper, { maxLength: 4 }), (topicLists, papers) => {
        const all = matchAll(
          topicLists.map((topics, i) => ({ id: `p${i}`, topics })),
          papers,
        );
        expect([...all.keys()]).toEqual(topicLists.map((_, i) => `p${i}`));
        for (const [i, topics] of topicLists.entries()) {
          const compiled = compileTopics(topics);
          for (const [j, p] of papers.entries()) {
            const alone = matchPaper(compiled, p);
            expect(all.get(`p${i}`)?.get(j) ?? []).toEqual(alone);
            const expected = topics.filter((t) => judge(t, p.title, p.abstract ?? '') !== null).map((t) => t.name);
            expect(alone.map((m) => m.topic).sort()).toEqual(expected.sort());
            matches += alone.length;
            for (const [n, match] of alone.entries()) {
              expect(Number.isFinite(match.score) && match.score > 0).toBe(true);
              expect(match.score).toBeLessThanOrEqual(alone[n - 1]?.score ?? Infinity);
              expect(match.spans.length).toBeGreaterThan(0);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(matches).toBeGreaterThan(50);
  });
});

describe('matchIndex', () => {
  it('takes analyses from the caller and reports errors by profile', () => {
    const index = compileProfiles([
      { id: 'a', topics: [{ name: 't', any: ['agent'], all: [], none: [], query: null }] },
      { id: 'b', topics: [{ name: 't', any: [], all: [], none: ['agent'], query: null }] },
    ]);
    const papers = [{ title: 'An agent', abstract: null }];
    expect(matchIndex(index, papers, papers.map(analysePaper))).toEqual(matchIndex(index, papers));
    expect([...index.errors.keys()]).toEqual(['b']);
    expect(matchIndex(index, papers).get('b')?.size).toBe(0);
    expect(matchIndex(index, papers).get('a')?.get(0)?.[0]?.spans).toEqual([
      { field: 'title', start: 3, end: 8, term: 'agent' },
    ]);
  });
});
