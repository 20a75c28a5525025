import { describe, expect, it } from 'vitest';
import { compileTopics, matchPaper } from '../../src/match/index.ts';
import type { Topic } from '../../src/model/index.ts';
import { parseQuery } from '../../src/query/index.ts';

const topic = (parts: Partial<Topic>): Topic => ({ name: 't', any: [], all: [], none: [], query: null, ...parts });
const paper = { title: 'Agents plan', abstract: 'word1 word2 transformers '.repeat(400) };

// Whatever is asked gets an answer or an error with its place; none of these may take longer than the suite's limit or end the process.
describe('queries that nobody writes', () => {
  const n = (count: number, make: (i: number) => string, sign = ' ') =>
    Array.from({ length: count }, (_, i) => make(i)).join(sign);
  const queries: [string, string, 'answer' | 'error'][] = [
    ['one megabyte', 'a'.repeat(1_000_000), 'error'],
    ['one megabyte of words', n(150_000, (i) => `w${i}`), 'error'],
    ['10,000 parentheses', `${'('.repeat(10_000)}a${')'.repeat(10_000)}`, 'error'],
    ['10,000 open parentheses', '('.repeat(10_000), 'error'],
    ['10,000 negations', `${'-'.repeat(10_000)}a`, 'error'],
    ['100 levels', `${'('.repeat(100)}agent${')'.repeat(100)}`, 'answer'],
    ['100 levels with weights', `${'('.repeat(90)}agent${')^2'.repeat(90)}`, 'answer'],
    ['10,000 terms', `agent OR ${n(9_999, (i) => `w${i}`, ' OR ')}`, 'answer'],
    ['10,001 terms', n(10_001, (i) => `w${i}`, ' OR '), 'error'],
    ['1,000 stems', `agen* OR ${n(999, (i) => `w${'abcdefghij'[i % 10]}${i}*`, ' OR ')}`, 'answer'],
    ['1,000 stems of one word', n(1000, () => 'agen*', ' OR '), 'answer'],
    ['stems within stems', n(500, (i) => `${'agents'.slice(0, 3 + (i % 4))}*`, ' OR '), 'answer'],
    ['quotes that never end', '"'.repeat(9_999), 'error'],
    ['quotes with backslashes', `"${'\\'.repeat(50_001)}`, 'error'],
    ['fields without terms', 'title:'.repeat(5_000), 'error'],
    ['thousands of errors', '!!! '.repeat(20_000), 'error'],
    ['a phrase of 400 words', `agent OR "${'a '.repeat(400)}"`, 'answer'],
    ['colons', 'a:'.repeat(30_000), 'error'],
    ['carets', 'a^'.repeat(400), 'answer'],
    ['stars', `x${'*'.repeat(900)} OR agent`, 'answer'],
    ['surrogates', `agent OR ${'\ud800'.repeat(900)}x`, 'answer'],
    ['properties', `agent ${n(4_000, (i) => `-comments:>${i}`)}`, 'answer'],
  ];

  it.each(queries)('%s', (name, query, outcome) => {
    const compiled = compileTopics([topic({ query })]);
    const matches = matchPaper(compiled, paper);
    expect(compiled.errors.length > 0 ? 'error' : 'answer').toBe(outcome);
    for (const { offset, length } of compiled.errors) {
      expect(offset >= 0 && offset + length <= query.length).toBe(true);
    }
    expect(compiled.errors.length).toBeLessThanOrEqual(100);
    if (outcome === 'answer' && name !== 'carets') expect(matches).toHaveLength(1);
  });

  it('reads what it does not take as well: every error comes with an expectation or a hint, or says all', () => {
    const faults = ['(', 'ab^300', 'ab*', 'x:y', 'has:x', 'a OR', '"', 'topic:', 'title:'].flatMap(
      (text) => parseQuery(text).errors,
    );
    expect(faults).toHaveLength(9);
    for (const { expected, hint } of faults) expect(expected !== null || hint !== null).toBe(true);
  });

  it('takes as long for one text as for its parts', () => {
    // Counted, not timed: the work of a text of twice the length finds twice the places.
    const places = (abstract: string) =>
      matchPaper(compileTopics([topic({ any: ['transform*', 'word1 word2'] })]), { title: 'x', abstract })[0]!.spans
        .length;
    expect(places(paper.abstract.repeat(20))).toBe(20 * places(paper.abstract));
  });
});
