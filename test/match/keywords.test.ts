import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileTopics, matchAll, matchPaper } from '../../src/match/index.ts';
import type { Topic } from '../../src/model/index.ts';

interface Case {
  category: string;
  keyword: string;
  text: string;
  matches: boolean;
  /** What the spans cut out of the text. */
  found?: string[];
  why: string;
}

const cases = JSON.parse(readFileSync(new URL('../fixtures/match/keywords.json', import.meta.url), 'utf8')) as Case[];

const topicOf = (keyword: string): Topic => ({ name: 't', any: [keyword], all: [], none: [], query: null });

describe('keyword behaviour', () => {
  it('is a table of some size, with hits and misses in it', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(cases.filter((c) => !c.matches).length).toBeGreaterThan(40);
  });

  it.each(cases)('$category: $keyword in $text ($why)', ({ keyword, text, matches, found }) => {
    const topics = compileTopics([topicOf(keyword)]);
    expect(topics.errors).toEqual([]);
    for (const field of ['title', 'abstract'] as const) {
      const paper = field === 'title' ? { title: text, abstract: null } : { title: 'x', abstract: text };
      const result = matchPaper(topics, paper);
      expect(result.length > 0).toBe(matches);
      const spans = result.flatMap((match) => match.spans);
      expect(spans.map((s) => text.slice(s.start, s.end))).toEqual(found ?? []);
      for (const span of spans) expect(span.field).toBe(field);
    }
  });

  it('is the same when all keywords are looked for at once', () => {
    const profiles = cases.map((c, i) => ({ id: String(i), topics: [topicOf(c.keyword)] }));
    const papers = cases.map((c) => ({ title: c.text, abstract: null }));
    const all = matchAll(profiles, papers);
    for (const [i, profile] of profiles.entries()) {
      const alone = compileTopics(profile.topics);
      for (const [j, paper] of papers.entries()) {
        expect(all.get(String(i))?.get(j) ?? []).toEqual(matchPaper(alone, paper));
      }
    }
  });
});
