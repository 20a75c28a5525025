import { describe, expect, it } from 'vitest';
import { analysePaper, compileTopics, MatchIndex, matchAll, matchPaper, noContext } from '../../src/match/index.ts';
import type { Topic } from '../../src/model/index.ts';

const topic = (parts: Partial<Topic>): Topic => ({ name: 't', any: [], all: [], none: [], query: null, ...parts });
const paper = (title: string) => ({ title, abstract: null });
const found = (index: MatchIndex, title: string) =>
  [...index.match([paper(title)])]
    .filter(([, papers]) => papers.size > 0)
    .map(([id]) => id)
    .sort();

describe('the index of profiles', () => {
  it('takes analyses from the caller and reports errors by profile', () => {
    const index = new MatchIndex();
    index.set({ id: 'a', topics: [topic({ any: ['agent'] })] });
    index.set({ id: 'b', topics: [topic({ none: ['agent'] })] });
    const papers = [paper('An agent')];
    expect(index.match(papers, papers.map(analysePaper))).toEqual(index.match(papers));
    expect([...index.errors.keys()]).toEqual(['b']);
    expect(index.match(papers).get('b')?.size).toBe(0);
    expect(index.match(papers).get('a')?.get(0)?.[0]?.spans).toEqual([
      { field: 'title', start: 3, end: 8, term: 'agent' },
    ]);
  });

  it('runs equal programs once, whoever asks and however they are written', () => {
    const index = new MatchIndex();
    index.set({ id: 'a', topics: [topic({ any: ['agent', 'reward model'], none: ['survey'] })] });
    index.set({ id: 'b', topics: [topic({ query: '(agent OR "reward model") -survey' }), topic({ any: ['robot'] })] });
    index.set({ id: 'c', topics: [topic({ any: ['agent', 'reward model'], none: ['survey'] })] });
    expect(index.sizes.programs).toBe(2);
    expect(found(index, 'Reward models')).toEqual(['a', 'b', 'c']);
    expect(found(index, 'Robots')).toEqual(['b']);
  });

  it('compiles only what changed', () => {
    const index = new MatchIndex();
    const profile = (id: string, ...any: string[]) => ({ id, topics: [topic({ any })] });
    expect(index.sync([profile('a', 'agent'), profile('b', 'robot')])).toEqual({
      added: 2,
      changed: 0,
      kept: 0,
      removed: 0,
    });
    const next = [profile('a', 'agent'), profile('b', 'reward'), profile('c', 'robot', 'agent')];
    expect(index.sync(next)).toEqual({ added: 1, changed: 1, kept: 1, removed: 0 });
    expect(found(index, 'Robots')).toEqual(['c']);
    expect(found(index, 'A reward for agents')).toEqual(['a', 'b', 'c']);
    expect(index.sync(next.slice(1))).toEqual({ added: 0, changed: 0, kept: 2, removed: 1 });
    expect(found(index, 'Agents')).toEqual(['c']);
    expect(index.size).toBe(2);
  });

  it('forgets errors with their profile, and is the same after many changes as when made anew', () => {
    const index = new MatchIndex();
    index.set({ id: 'a', topics: [topic({ query: '(' })] });
    index.set({ id: 'a', topics: [topic({ any: ['agent'] })] });
    expect(index.errors.size).toBe(0);
    // More changes than dead topics are kept.
    for (let i = 0; i < 25_000; i++) index.set({ id: `p${i % 50}`, topics: [topic({ any: [`word${i}`, 'agent'] })] });
    expect(index.size).toBe(51);
    expect(index.sizes.programs).toBeLessThan(15_000);
    expect(found(index, 'word24999')).toEqual(['p49']);
    expect(found(index, 'word1')).toEqual([]);
    expect(found(index, 'agent')).toHaveLength(51);
  });

  it('matches more papers than a batch holds as it does one by one', () => {
    const topics = [topic({ any: ['seven', 'nine'] }), topic({ name: 'u', query: 'number -seven' })];
    const papers = Array.from({ length: 2500 }, (_, i) =>
      paper(`Number ${i % 7 === 0 ? 'seven' : i % 9 === 0 ? 'nine' : 'none'}`),
    );
    const all = matchAll([{ id: 'a', topics }], papers).get('a')!;
    const compiled = compileTopics(topics);
    for (const [n, one] of papers.entries()) expect(all.get(n) ?? []).toEqual(matchPaper(compiled, one));
  });

  it.each([1, 31, 32, 33, 127, 128, 129])('leaves no bit of NOT behind the last of %i papers', (count) => {
    const papers = Array.from({ length: count }, () => paper('An agent'));
    const index = new MatchIndex();
    index.set({ id: 'a', topics: [topic({ query: 'agent -robot' })] });
    expect(index.count(index.scan(papers))).toBe(count);
  });

  it('orders a paper of several topics by score, then as the profile does', () => {
    const matches = matchAll(
      [
        {
          id: 'a',
          topics: [topic({ any: ['x1'] }), topic({ name: 'u', any: ['x1', 'y1'] }), topic({ name: 'v', query: 'x1' })],
        },
      ],
      [paper('x1 y1')],
    )
      .get('a')!
      .get(0)!;
    expect(matches.map(({ topic: name }) => name)).toEqual(['u', 't', 'v']);
  });

  it('keeps words of JavaScript apart from its own', () => {
    const index = new MatchIndex();
    for (const id of ['constructor', '__proto__', 'toString']) index.set({ id, topics: [topic({ any: [id] })] });
    expect(found(index, 'The constructor of __proto__')).toEqual(['__proto__', 'constructor']);
  });
});

describe('weights, thresholds and parts of the score', () => {
  const one = (parts: Partial<Topic>, title: string, now: string | null = null, more = {}) =>
    matchPaper(compileTopics([topic(parts)], { ...noContext, now }), { ...paper(title), ...more })[0] ?? null;

  it('counts a weight as often', () => {
    const plain = one({ any: ['agent'] }, 'Agents')!.parts!.relevance;
    expect(one({ any: ['agent^3'] }, 'Agents')!.parts!.relevance).toBeCloseTo(3 * plain, 3);
    expect(one({ query: '(agent OR robot)^2' }, 'Agents')!.parts!.relevance).toBeCloseTo(2 * plain, 3);
    expect(one({ any: ['agent'], weight: 2 }, 'Agents')!.parts!.relevance).toBeCloseTo(2 * plain, 3);
  });

  it('leaves out what is below the threshold', () => {
    const { score } = one({ any: ['agent'] }, 'Agents')!;
    expect(one({ any: ['agent'], minScore: score }, 'Agents')).not.toBeNull();
    expect(one({ any: ['agent'], minScore: score + 0.001 }, 'Agents')).toBeNull();
  });

  it('shows votes and newness as parts, which together are the score', () => {
    const known = { upvotes: 50, comments: 3, published: '2026-02-01' };
    const match = one({ any: ['agent'] }, 'Agents', '2026-02-03T00:00:00Z', known)!;
    const { relevance, community, freshness } = match.parts!;
    expect(community).toBeGreaterThan(0);
    expect(freshness).toBeGreaterThan(0);
    expect(match.score).toBeCloseTo(relevance + community + freshness, 4);
    expect(one({ any: ['agent'] }, 'Agents')!.parts).toMatchObject({ community: 0, freshness: 0 });
  });

  it('lets votes and newness order what is equally relevant, and nothing else', () => {
    const now = '2026-02-01T00:00:00Z';
    const most = { upvotes: 9_999, published: '2026-02-01' };
    const of = (any: string[], title: string, more: object = {}) => one({ any }, title, now, more)!.score;
    expect(of(['agent'], 'Agents', most)).toBeGreaterThan(of(['agent'], 'Agents'));
    const abstract = of(['agent'], 'x', { ...most, abstract: 'agent '.repeat(50) });
    expect(abstract).toBeLessThan(of(['agent'], 'x '.repeat(30).concat('agents')));
    expect(of(['agent^0.5'], 'Agents', most)).toBeCloseTo(0.5 * of(['agent'], 'Agents', most), 3);
    // Asked for properties alone, nothing else tells papers apart.
    const asked = (more: object) =>
      one({ query: 'has:code' }, 'x', now, { links: [{ rel: 'code', url: 'u' }], ...more })!;
    expect(asked(most).parts!.relevance).toBe(0);
    expect(asked(most).score).toBeGreaterThan(asked({ upvotes: 3 }).score);
  });

  it.each([
    [{ any: ['robot', 'agent'] }, 'agent'],
    [{ all: ['agent', 'tool use'], none: ['survey'] }, 'agent AND "tool use"'],
    [{ query: 'title:agent OR robot' }, 'title:agent'],
  ])('names the clause that held: %j', (parts, clause) => {
    expect(one(parts, 'Agents and tool use')!.clause).toBe(clause);
  });
});
