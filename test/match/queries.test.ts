import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileTopics, matchPaper, noContext } from '../../src/match/index.ts';
import type { Subject } from '../../src/model/index.ts';

interface Case {
  category: string;
  query: string;
  /** What differs from the paper of the table. */
  paper?: Record<string, unknown>;
  /** What the spans cut out of title and abstract; `null`: no match. */
  found: string[] | null;
  why: string;
}

const table = JSON.parse(readFileSync(new URL('../fixtures/match/queries.json', import.meta.url), 'utf8')) as {
  now: string;
  paper: Subject & { added: string };
  cases: Case[];
};

describe('queries', () => {
  it('have hits and misses in every category of properties', () => {
    expect(table.cases.filter(({ found }) => found === null).length).toBeGreaterThan(25);
    expect(new Set(table.cases.map(({ category }) => category)).size).toBeGreaterThan(15);
  });

  it.each(table.cases)('$category: $query ($why)', ({ query, paper: changed, found }) => {
    const { added, ...stated } = { ...table.paper, ...changed };
    const paper = { ...stated, firstSeen: added } as Subject;
    const context = { ...noContext, now: table.now };
    const topics = compileTopics([{ name: 't', any: [], all: [], none: [], query }], context);
    expect(topics.errors).toEqual([]);
    const [match] = matchPaper(topics, paper);
    const cut = match?.spans.map(({ field, start, end }) => (paper[field] ?? '').slice(start, end)) ?? null;
    expect(cut).toEqual(found);
    // With a score that says something, but for what was only asked of properties.
    if (match !== undefined && match.spans.length > 0 && !query.includes('^'))
      expect(match.parts?.relevance).toBeGreaterThan(0);
  });
});
