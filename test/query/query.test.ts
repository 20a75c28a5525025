import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Topic } from '../../src/model/index.ts';
import { MAX_DEPTH, MAX_TERMS, parseQuery, printQuery, type Query, topicToQuery } from '../../src/query/index.ts';

/** The tree without its positions, as nested arrays: short to write and to compare. */
function shape(q: Query | null): unknown {
  if (q === null) return null;
  if (q.kind === 'term') return q.style === 'word' && !q.plain ? q.text : [q.style + (q.plain ? '=' : ''), q.text];
  if (q.kind === 'test') return `${q.field}:${q.value}`;
  if (q.kind === 'ref') return `topic:${q.name}`;
  if (q.kind === 'weight') return ['^', q.weight, shape(q.child)];
  if (q.kind === 'field') return [`${q.field}:`, shape(q.child)];
  if (q.kind === 'not') return ['not', shape(q.child)];
  return [q.kind, ...q.children.map(shape)];
}

const topic = (parts: Partial<Topic>): Topic => ({ name: 't', any: [], all: [], none: [], query: null, ...parts });

describe('parseQuery', () => {
  it.each<[string, unknown]>([
    ['reward', 'reward'],
    ['fine-tuning', 'fine-tuning'],
    ["model's", "model's"],
    ['a b', ['and', 'a', 'b']],
    ['a AND b OR c', ['or', ['and', 'a', 'b'], 'c']],
    ['a (b OR c)', ['and', 'a', ['or', 'b', 'c']]],
    ['a AND (b AND c)', ['and', 'a', ['and', 'b', 'c']]],
    ['((a))', 'a'],
    ['a -b', ['and', 'a', ['not', 'b']]],
    ['a NOT b', ['and', 'a', ['not', 'b']]],
    ['a AND NOT (b OR c)', ['and', 'a', ['not', ['or', 'b', 'c']]]],
    ['-title:a b', ['and', ['not', ['title:', 'a']], 'b']],
    ['title:a b', ['and', ['title:', 'a'], 'b']],
    ['TITLE: (a OR b)', ['title:', ['or', 'a', 'b']]],
    ['abstract:"x y"', ['abstract:', ['phrase', 'x y']]],
    ["'RAG' 'a b'", ['and', ['exact', 'RAG'], ['exact', 'a b']]],
    ["'model's size'", ['exact', "model's size"]],
    ['"say \\"a\\" \\alpha \\\\"', ['phrase', 'say "a" \\alpha \\']],
    ['“typed on a phone”', ['phrase', 'typed on a phone']],
    ['!a !"b c" !(d OR e)', ['and', ['not', 'a'], ['not', ['phrase', 'b c']], ['not', ['or', 'd', 'e']]]],
    ['+a +"b c" title:+d', ['and', 'a', ['phrase', 'b c'], ['title:', 'd']]],
    ['TCP/IP a/b/', ['and', 'TCP/IP', 'a/b/']],
    ['and or not', ['and', 'and', 'or', 'not']],
    ['C++ F* *PO 1:2 🤗', ['and', 'C++', 'F*', '*PO', '1:2', '🤗']],
    ['GPT-4* Q* TD*', ['and', 'GPT-4*', 'Q*', 'TD*']],
    ['transform* "reward model*"', ['and', 'transform*', ['phrase', 'reward model*']]],
    ['a^2 R^2', ['and', 'a^2', 'R^2']],
    [
      'agent^2 (a b)^0.5 "x y"^3',
      ['and', ['^', 2, 'agent'], ['^', 0.5, ['and', 'a', 'b']], ['^', 3, ['phrase', 'x y']]],
    ],
    ['title:agent^2', ['title:', ['^', 2, 'agent']]],
    [
      "=title:x =AND ='x' OR^2",
      ['and', ['phrase=', 'title:x'], ['phrase=', 'AND'], ['phrase=', "'x'"], ['^', 2, ['phrase', 'OR']]],
    ],
    ['=LLM ="x y"', ['and', ['word=', 'LLM'], ['phrase=', 'x y']]],
    ['author:(a OR b) org:mila', ['and', ['author:', ['or', 'a', 'b']], ['org:', 'mila']]],
    ['HAS:Code date:2026-01/2026-02 comments:=07', ['and', 'has:code', 'date:2026-01..2026-02', 'comments:7']],
    ['date:p7d id:2602.01785v3', ['and', 'date:P7D', 'id:2602.01785']],
    ['topic:"Reward models" use:agents', ['and', 'topic:Reward models', 'topic:agents']],
    ['a"b"c', ['and', 'a', ['phrase', 'b'], 'c']],
  ])('%s', (text, expected) => {
    const { query, errors } = parseQuery(text);
    expect(errors).toEqual([]);
    expect(shape(query)).toEqual(expected);
  });

  it.each<[string, number, number, RegExp]>([
    ['', 0, 0, /empty query/],
    ['   ', 3, 0, /empty query/],
    ['a AND', 5, 0, /ends too early/],
    ['a OR OR b', 5, 2, /OR where a term/],
    ['AND a', 0, 3, /AND where a term/],
    ['a (b', 2, 1, /never closed/],
    ['a) b', 1, 1, /without an opening/],
    ['()', 1, 1, /closing parenthesis/],
    ['a "b', 2, 1, /quote that is never closed/],
    ["a 'b", 2, 1, /quote that is never closed/],
    ['a ""', 2, 2, /nothing between/],
    ['a +++', 2, 3, /nothing to look for/],
    ['a - b', 2, 1, /nothing to look for/],
    ['titel:a', 0, 6, /unknown field titel:/],
    ['https://x.org', 0, 6, /unknown field https:/],
    ['title:', 6, 0, /without a term/],
    ['title:-a', 6, 1, /without a term/],
    ['title:(abstract:a)', 7, 9, /field inside a field/],
    ['title:has:code', 6, 8, /without a term/],
    ['ab* reward', 0, 3, /stem that is too short/],
    ['x /agent/', 2, 7, /regular expression/],
    ['/re.*x/i', 0, 8, /regular expression/],
    ['{a b}', 0, 1, /a brace/],
    ['!!!', 0, 3, /nothing to look for/],
    ['o1*', 0, 3, /stem that is too short/],
    ['x a-b*', 2, 4, /stem that is too short/],
    ['mod*l', 3, 1, /a \* inside a word/],
    ['mod*-x', 3, 1, /a \* inside a word/],
    ['*ation', 0, 1, /a \* inside a word/],
    ['reward^300', 6, 4, /a weight of 300/],
    ['"reward model"^x', 14, 2, /no weight/],
    ['has:cod', 0, 7, /nothing to compare with/],
    ['agent date:2026-02-30', 6, 15, /nothing to compare with/],
    ['upvotes:many', 0, 12, /nothing to compare with/],
    ['change:gone', 0, 11, /nothing to compare with/],
    ['id:attention', 0, 12, /nothing to compare with/],
    ['topic:', 0, 6, /without a name/],
  ])('reports %j at %i+%i', (text, offset, length, message) => {
    const { query, errors } = parseQuery(text);
    expect(query).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ offset, length });
    expect(errors[0]?.message).toMatch(message);
  });

  it('suggests', () => {
    expect(parseQuery('titel:a').errors[0]?.hint).toContain('title:');
    expect(parseQuery('https://x.org').errors[0]?.hint).toContain('"https://x.org"');
    const hint = (text: string) => parseQuery(text).errors[0]!.hint;
    expect(hint('RAG: a survey')).toBe('to look for the text itself, write "RAG:"');
    for (const [alias, field] of Object.entries({ abs: 'abstract', ti: 'title', au: 'author', Intitle: 'title' })) {
      expect(hint(`${alias}:x`)).toBe(`did you mean ${field}: ? To look for the text itself, write "${alias}:x"`);
    }
    expect(hint('{a b}')).toContain('(a OR b)');
    expect(hint('/agent/')).toContain('agent');
  });

  it('echoes no more of an unknown field than a line holds', () => {
    const [error] = parseQuery(`${'x'.repeat(90_000)}:a`).errors;
    expect(error!.message.length).toBeLessThan(80);
    expect(error!.hint!.length).toBeLessThan(150);
    expect(error!.length).toBe(90_001);
  });

  it('reports several faulty words at once', () => {
    expect(parseQuery('foo:a +++ bar:b').errors.map((e) => e.offset)).toEqual([0, 6, 10]);
  });

  it('gives positions that cut the source', () => {
    const text = 'a OR title:(bb "c d") -e';
    const cut = (q: Query) => text.slice(q.offset, q.offset + q.length);
    const query = parseQuery(text).query!;
    expect(cut(query)).toBe(text);
    const seen: string[] = [];
    const walk = (q: Query) => {
      seen.push(cut(q));
      if ('child' in q) walk(q.child);
      if ('children' in q) q.children.forEach(walk);
    };
    walk(query);
    expect(seen).toEqual([
      text,
      'a',
      'title:(bb "c d") -e',
      'title:(bb "c d")',
      '(bb "c d")',
      'bb',
      '"c d"',
      '-e',
      'e',
    ]);
  });
});

describe('hostile queries', () => {
  it.each(['toString', 'constructor', 'valueOf', '__proto__', 'hasOwnProperty'])('%s is a word', (text) => {
    expect(parseQuery(`a OR ${text}`)).toMatchObject({ query: { kind: 'or' }, errors: [] });
    expect(parseQuery(text)).toMatchObject({ query: { kind: 'term', style: 'word', text }, errors: [] });
  });

  it.each([
    ['nested parentheses', `${'('.repeat(10_000)}a${')'.repeat(10_000)}`, /too deeply/],
    ['NOT', `${'NOT '.repeat(10_000)}a`, /too deeply/],
    ['minus signs', `${'-'.repeat(10_000)}a`, /too deeply/],
    ['signs before signs', `${'=-'.repeat(30_000)}a`, /characters/],
    ['weights behind weights', `ab${'^2'.repeat(30_000)}`, /characters/],
    ['one megabyte', 'a '.repeat(500_000), /characters/],
    ['too many terms', 'a '.repeat(MAX_TERMS + 1), /terms/],
    ['an endless word', 'a'.repeat(5_000), /characters/],
  ])('%s give an error', (_, text, message) => {
    const { query, errors } = parseQuery(text);
    expect(query).toBeNull();
    expect(errors[0]?.message).toMatch(message);
  });

  it('allows what is just within the limits', () => {
    expect(parseQuery(`${'('.repeat(MAX_DEPTH)}a${')'.repeat(MAX_DEPTH)}`).errors).toEqual([]);
    expect(parseQuery('a '.repeat(MAX_TERMS)).errors).toEqual([]);
    expect(parseQuery(`${'a OR '.repeat(MAX_TERMS - 1)}a`).errors).toEqual([]);
  });

  it('never throws', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        '"',
        "'",
        '-',
        ' ',
        'AND',
        'OR',
        'NOT',
        'title:',
        '=title:x',
        '=AND',
        "='x'",
        'OR^2',
        'ab^2^3',
        '=x',
        '=-=',
        'x',
        '=',
        ':',
        '*',
        '^2',
        '\\',
        '“',
        '\ud800',
        '🤗',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const { query, errors } = parseQuery(text);
        expect((query === null) === errors.length > 0).toBe(true);
        for (const e of errors) expect(e.offset >= 0 && e.offset + e.length <= text.length).toBe(true);
        if (query !== null) expect(shape(parseQuery(printQuery(query)).query)).toEqual(shape(query));
      }),
    );
  });
});

describe('printQuery', () => {
  const at = { offset: 0, length: 0 };
  const word = fc.constantFrom(
    'a',
    'fine-tuning',
    'C++',
    "model's",
    'or',
    '🤗',
    '1:2',
    'F*',
    '*PO',
    'transform*',
    'R^2',
    '=a',
    'x=y',
  );
  const free = fc
    .string({ unit: fc.constantFrom('a', 'B', ' ', '"', "'", '\\', '(', '-', 'é', '^', '2', '*', '=', ':') })
    .map((s) => `x${s}`);
  const term: fc.Arbitrary<Query> = fc.oneof(
    fc
      .tuple(word, fc.boolean())
      .map(([text, plain]): Query => ({ kind: 'term', style: text === '=a' ? 'phrase' : 'word', text, plain, ...at })),
    fc.tuple(free, fc.boolean()).map(([text, plain]): Query => ({ kind: 'term', style: 'phrase', text, plain, ...at })),
    free.map((text): Query => ({ kind: 'term', style: 'exact', text, plain: false, ...at })),
  );
  const leaf: fc.Arbitrary<Query> = fc.oneof(
    fc
      .constantFrom<['has' | 'date' | 'added' | 'comments' | 'upvotes' | 'change' | 'id', string]>(
        ['has', 'code'],
        ['date', '2026-01..2026-03-31'],
        ['date', 'P7D'],
        ['date', '>=2026'],
        ['added', '..2026-03'],
        ['comments', '>5'],
        ['upvotes', '5..20'],
        ['change', 'revised'],
        ['id', '2602.01785'],
        ['id', '2602.*'],
      )
      .map(([field, value]): Query => ({ kind: 'test', field, value, ...at })),
    fc.constantFrom('agents', 'Reward models', 'a "b"', 'a:b').map((name): Query => ({ kind: 'ref', name, ...at })),
  );
  const weight = fc.constantFrom(0, 0.5, 2, 3.25, 100);
  const tree = (inField: boolean) =>
    fc.letrec<{ tree: Query }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        term,
        fc
          .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('tree'), { minLength: 2, maxLength: 4 }))
          .map(([kind, children]): Query => ({ kind, children, ...at })),
        tie('tree').map((child): Query => ({ kind: 'not', child, ...at })),
        fc.tuple(weight, tie('tree')).map(([weight, child]): Query => ({ kind: 'weight', weight, child, ...at })),
        ...(inField ? [] : [fieldTree, leaf]),
      ),
    })).tree;
  const fieldTree: fc.Arbitrary<Query> = fc
    .tuple(fc.constantFrom('title' as const, 'abstract' as const, 'author' as const, 'org' as const), tree(true))
    .map(([field, child]): Query => ({ kind: 'field', field, child, ...at }));

  it('reads back as the same tree', () => {
    fc.assert(
      fc.property(tree(false), (query) => {
        const { query: again, errors } = parseQuery(printQuery(query));
        expect(errors).toEqual([]);
        expect(shape(again)).toEqual(shape(query));
      }),
      { numRuns: 3000 },
    );
  });

  it('is canonical', () => {
    expect(printQuery(parseQuery('  a  b -(c OR d)   title:(e)').query!)).toBe('a AND b AND NOT (c OR d) AND title:e');
    expect(printQuery({ kind: 'term', style: 'word', text: 'AND', plain: false, ...at })).toBe('"AND"');
  });
});

describe('topicToQuery', () => {
  it.each<[Partial<Topic>, string]>([
    [{ any: ['a', 'reward model'] }, 'a OR "reward model"'],
    [{ all: ['a', 'b'] }, 'a AND b'],
    [{ any: ['a', 'b'], all: ['c'], none: ['d', 'e f'] }, '(a OR b) AND c AND NOT d AND NOT "e f"'],
    [{ any: ['a', 'b'], query: 'c OR d' }, '(a OR b) AND (c OR d)'],
    [{ query: 'a OR b', none: ['c'] }, '(a OR b) AND NOT c'],
    [{ any: ["'RAG'", '"tool use"', 'title:x', 'OR'] }, `'RAG' OR "tool use" OR "title:x" OR "OR"`],
    [{ none: ['a', 'b'] }, 'NOT a AND NOT b'],
    [{ any: [' padded '] }, 'padded'],
  ])('%j', (parts, printed) => {
    const { query, errors } = topicToQuery(topic(parts));
    expect(errors).toEqual([]);
    expect(printQuery(query!)).toBe(printed);
  });

  it('reports entries by list and index', () => {
    const { query, errors } = topicToQuery(topic({ any: ['a', '  ', '!!!'] }));
    expect(printQuery(query!)).toBe('a');
    expect(errors.map((e) => [e.part, e.index])).toEqual([
      ['any', 1],
      ['any', 2],
    ]);
  });

  it.each<[string, number, number, RegExp]>([
    ['o1*', 0, 3, /too short/],
    ['=ab*^2', 1, 3, /too short/],
    ['*tion', 0, 1, /inside a word/],
    [' mod*l', 4, 1, /inside a word/],
    ['reward* model', 6, 1, /inside a word/],
    ['learn *ing', 6, 1, /inside a word/],
  ])('reports the star of %j in a list', (entry, offset, length, message) => {
    const { query, errors } = topicToQuery(topic({ any: ['a', entry] }));
    expect(printQuery(query!)).toBe('a');
    expect(errors).toMatchObject([{ part: 'any', index: 1, offset, length }]);
    expect(errors[0]!.message).toMatch(message);
    expect(topicToQuery(topic({ any: ['a'], none: [entry] })).query).toBeNull();
  });

  it('takes starred names and quoted stars in lists', () => {
    const any = ['*PO', 'F*', 'A*', 'C*-algebra', '"ab*"', "'mod*l'"];
    expect(topicToQuery(topic({ any })).errors).toEqual([]);
  });

  it('never widens a topic by dropping what narrows it', () => {
    expect(topicToQuery(topic({ any: ['a'], all: [''] })).query).toBeNull();
    expect(topicToQuery(topic({ any: ['a'], none: [''] })).query).toBeNull();
    expect(topicToQuery(topic({ any: ['a'], query: '(' })).query).toBeNull();
    expect(topicToQuery(topic({ any: [''], all: ['a'] })).query).toBeNull();
    expect(topicToQuery(topic({})).query).toBeNull();
  });

  it('takes weights, stems, plain terms and exact ones in lists', () => {
    const { query, errors } = topicToQuery(topic({ any: ['agent^2', 'transform*', '=LLM', "'Adam'", 'R^2', 'x:y^2'] }));
    expect(errors).toEqual([]);
    expect(printQuery(query!)).toBe(`agent^2 OR transform* OR =LLM OR 'Adam' OR R^2 OR "x:y"^2`);
  });

  describe('names', () => {
    const named = (parts: Partial<Topic>, queries: Record<string, string> = {}, topics: Topic[] = []) =>
      topicToQuery(topic(parts), {
        topics,
        queries: Object.entries(queries).map(([name, query]) => ({ name, query })),
      });

    it.each<[Partial<Topic>, string]>([
      [{ use: ['rewards'] }, 'reward OR RLHF'],
      [{ any: ['agent'], use: ['Rewards'] }, 'agent AND (reward OR RLHF)'],
      [{ query: 'agent AND -topic:rewards' }, 'agent AND NOT (reward OR RLHF)'],
      [{ query: 'use:"other topic"' }, '(a OR b) AND NOT c'],
      [{ query: 'use:nested' }, 'NOT x AND (reward OR RLHF)'],
    ])('%j', (parts, printed) => {
      const other = topic({ name: 'Other topic', any: ['a', 'b'], none: ['c'] });
      const queries = { rewards: 'reward OR RLHF', nested: '-x topic:rewards' };
      const { query, errors } = named(parts, queries, [other]);
      expect(errors).toEqual([]);
      expect(printQuery(query!)).toBe(printed);
    });

    it.each<[Partial<Topic>, string, number, RegExp]>([
      [{ use: ['a', 'rewads'] }, 'use', 1, /no topic or named query is called rewads/],
      [{ query: 'x topic:nothing' }, 'query', 0, /called nothing/],
      [{ use: ['loop'] }, 'use', 0, /loop refers to itself/],
      [{ query: 'topic:broken' }, 'query', 0, /broken has an error of its own/],
    ])('reports %j', (parts, part, index, message) => {
      const { query, errors } = named(parts, {
        a: 'a',
        rewards: 'reward',
        loop: 'x topic:pool',
        pool: 'topic:loop',
        broken: '(',
      });
      expect(query).toBeNull();
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatchObject({ part, index });
      expect(errors[0]!.message).toMatch(message);
    });

    it('ends where queries use each other twice and twice again', () => {
      const queries: Record<string, string> = { q0: 'a b' };
      for (let i = 1; i < 60; i++) queries[`q${i}`] = `topic:q${i - 1} OR topic:q${i - 1}`;
      const { query, errors } = named({ use: ['q59'] }, queries);
      expect(query).toBeNull();
      expect(errors[0]!.message).toMatch(/too many terms/);
    });
  });

  it('answers 100,000 terms with an error', () => {
    const { errors } = topicToQuery(topic({ any: Array.from({ length: 100_000 }, (_, i) => `w${i}`) }));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ part: 'any', index: MAX_TERMS });
  });
});
