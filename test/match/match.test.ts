import { describe, expect, it } from 'vitest';
import { analyse, compileTopics, matchPaper } from '../../src/match/index.ts';
import type { Topic } from '../../src/model/index.ts';

const topic = (parts: Partial<Topic>): Topic => ({ name: 't', any: [], all: [], none: [], query: null, ...parts });
const run = (parts: Partial<Topic>, title: string, abstract: string | null = null) =>
  matchPaper(compileTopics([topic(parts)]), { title, abstract })[0] ?? null;
const terms = (match: ReturnType<typeof run>) => match?.spans.map((s) => s.term) ?? null;

describe('topics', () => {
  it.each<[Partial<Topic>, string[] | null]>([
    [{ any: ['cat', 'dog'] }, ['cat']],
    [{ all: ['cat', 'dog'] }, null],
    [{ all: ['cat', 'bird'] }, ['cat', 'bird']],
    [{ any: ['cat'], none: ['bird'] }, null],
    [{ any: ['cat'], none: ['dog'] }, ['cat']],
    [{ query: 'cat AND NOT dog' }, ['cat']],
    [{ query: 'cat AND NOT NOT bird' }, ['cat', 'bird']],
    [{ query: 'NOT (NOT cat OR dog)' }, ['cat']],
    [{ query: '(cat AND dog) OR bird' }, ['bird']],
    [{ query: 'title:cat' }, ['cat']],
    [{ query: 'abstract:cat' }, null],
    [{ query: 'abstract:(cat OR bird)' }, ['bird']],
    [{ query: '-title:bird cat' }, ['cat']],
    [{ query: "'Cat'" }, null],
    [{ query: "'cat'" }, ['cat']],
    [{ any: ['cat', 'cats', 'CATS'] }, ['cat']],
  ])('%j', (parts, expected) => {
    expect(terms(run(parts, 'A cat', 'and a bird'))).toEqual(expected);
  });

  it('merges a field and no field of the same term', () => {
    const match = run({ query: 'title:cat OR cat' }, 'cat', 'cat');
    expect(match?.spans.map((s) => s.field)).toEqual(['title', 'abstract']);
    expect(match?.score).toBe(run({ any: ['cat'] }, 'cat', 'cat')?.score);
  });

  it('orders spans by field, start, end', () => {
    const match = run({ any: ['b c', 'b', 'a'] }, 'b c', 'a b c');
    expect(match?.spans).toEqual([
      { field: 'title', start: 0, end: 1, term: 'b' },
      { field: 'title', start: 0, end: 3, term: 'b c' },
      { field: 'abstract', start: 0, end: 1, term: 'a' },
      { field: 'abstract', start: 2, end: 3, term: 'b' },
      { field: 'abstract', start: 2, end: 5, term: 'b c' },
    ]);
  });

  it.each(['-a', 'a OR -b', 'NOT a AND NOT b', 'NOT (a AND b)'])('refuses %s, which only excludes', (query) => {
    const compiled = compileTopics([topic({ query })]);
    expect(compiled.errors).toHaveLength(1);
    expect(compiled.errors[0]).toMatchObject({ topic: 't', topicIndex: 0, part: 'topic' });
    expect(matchPaper(compiled, { title: 'x', abstract: null })).toEqual([]);
  });

  it('reports errors and goes on with the other topics', () => {
    const compiled = compileTopics([topic({ query: '(' }), topic({ name: 'u', any: ['cat'] })]);
    expect(compiled.errors.map((e) => [e.topicIndex, e.part])).toEqual([[0, 'query']]);
    expect(matchPaper(compiled, { title: 'cat', abstract: null }).map((m) => m.topic)).toEqual(['u']);
  });
});

describe('score', () => {
  const score = (parts: Partial<Topic>, title: string, abstract: string | null) => run(parts, title, abstract)!.score;
  const any = ['alpha', 'beta'];
  it('prefers the title, more terms, more places, phrases', () => {
    expect(score({ any }, 'alpha x', 'x x')).toBeGreaterThan(score({ any }, 'x x', 'alpha x'));
    expect(score({ any }, 'x', 'alpha beta')).toBeGreaterThan(score({ any }, 'x', 'alpha alpha'));
    expect(score({ any }, 'x', 'alpha alpha')).toBeGreaterThan(score({ any }, 'x', 'alpha x'));
    expect(score({ any: ['alpha beta'] }, 'x', 'alpha beta')).toBeGreaterThan(score({ any }, 'x', 'alpha x'));
  });
  it('prefers one word in a long title to any number in an abstract, of any length', () => {
    const words = (n: number) => 'x '.repeat(n);
    const title = score({ any: ['robot'] }, `${words(14)}robots`, words(30));
    expect(title).toBeGreaterThan(score({ any: ['robot'] }, 'x', `${words(14)}robot ${words(14)}robot`));
    for (const length of [0, 30, 190, 600]) {
      for (const mentions of [1, 2, 5, 50]) {
        const abstract = score({ any: ['robot'] }, 'x', `${words(length)}${'robot '.repeat(mentions)}`);
        expect(score({ any: ['robot'] }, `${words(40)}robots`, null)).toBeGreaterThan(1.2 * abstract);
      }
    }
    // A cut abstract is no dense one.
    expect(score({ any: ['robot'] }, 'x', 'robot')).toBe(score({ any: ['robot'] }, 'x', `robot ${words(100)}`));
  });
  it('is bounded however often a term stands there', () => {
    expect(score({ any }, 'alpha '.repeat(10_000), null)).toBeLessThan(3.51);
  });
});

describe('analysis', () => {
  it('gives offsets into the original string', () => {
    const text = 'Ｌｅｔ’s 🤗 na\u00adïve (multi-)modal C++!';
    const { starts, ends, forms } = analyse(text);
    expect(starts.map((start, i) => text.slice(start, ends[i]!))).toEqual([
      'Ｌｅｔ',
      '🤗',
      'na\u00adïve',
      'multi',
      'modal',
      'C++',
    ]);
    expect(forms).toEqual(['let', '🤗', 'naive', 'multi', 'modal', 'c++']);
  });

  it.each([
    ['lone surrogates', '\ud800'.repeat(1000)],
    ['marks', `a${'\u0301'.repeat(100_000)}b`],
    ['apostrophes', "a'".repeat(100_000)],
    ['stars', '*A*'.repeat(100_000)],
    ['one long word', 'x'.repeat(1_000_000)],
    ['dots', '1.'.repeat(100_000)],
    ['bidi', '\u202e\u05d0\u202c'.repeat(10_000)],
    ['ideographs', '学'.repeat(100_000)],
    ['invisible', '\u200b'.repeat(100_000)],
    ['stems', `${'i'.repeat(50_000)}ses ${'our'.repeat(50_000)}`],
  ])('survives %s', (_, text) => {
    const { starts, ends } = analyse(text);
    for (const [i, start] of starts.entries()) {
      expect(start < ends[i]! && ends[i]! <= text.length && start >= (ends[i - 1] ?? 0)).toBe(true);
    }
    const match = run({ any: ['x', '学学学', 'a', 'A*'] }, text.slice(0, 20_000));
    expect(match === null || Number.isFinite(match.score)).toBe(true);
  });

  it('compiles thousands of terms and a long keyword', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `term${i} of-many`);
    expect(terms(run({ any: many }, 'here is term777 of many'))).toEqual(['term777 of-many']);
    const long = 'a b-c '.repeat(160).trim();
    expect(terms(run({ any: [long] }, `x ${long} y`))).toEqual([long]);
    expect(terms(run({ any: ['学'.repeat(900)] }, '学'.repeat(2000)))).toHaveLength(2);
  });
});
