import { describe, expect, it } from 'vitest';
import { parseSubscription } from '../../src/config/subscriptions.ts';

const read = (text: string) => parseSubscription(text, 'ada.yaml');

describe('fields of topics', () => {
  it('reads weights, thresholds, caps, names and queries', () => {
    const { subscription, diagnostics } = read(`queries:
  mine: 'author:lovelace'
topics:
  - name: Agents
    any: [agent^2, plan*]
    use: mine
    weight: 2.5
    min-score: 0.8
    max-papers: 3
    abbreviations: false
`);
    expect(diagnostics).toEqual([]);
    expect(subscription!.queries).toEqual([{ name: 'mine', query: 'author:lovelace' }]);
    expect(subscription!.topics).toEqual([
      {
        name: 'Agents',
        any: ['agent^2', 'plan*'],
        all: [],
        none: [],
        query: null,
        use: ['mine'],
        weight: 2.5,
        minScore: 0.8,
        maxPapers: 3,
        abbreviations: false,
      },
    ]);
  });

  it('leaves out what the file leaves out', () => {
    const { subscription } = read('topics: {Agents: agent}');
    expect(subscription!.topics).toEqual([{ name: 'Agents', any: ['agent'], all: [], none: [], query: null }]);
    expect(subscription).not.toHaveProperty('queries');
  });

  it.each<[string, string, number, RegExp]>([
    ['an unknown name', 'topics:\n  - name: A\n    use: [nobody]\n', 3, /called nobody/],
    ['a circle', 'topics:\n  - name: A\n    use: B\n  - name: B\n    use: A\n', 3, /refers to itself/],
    ['a faulty named query', 'queries:\n  mine: "(a"\ntopics: {A: a}\n', 2, /never closed/],
    ['two of one name', 'queries:\n  a: b\ntopics: {A: a}\n', 3, /a topic and a named query have the same name/],
    ['a weight of nothing', 'topics:\n  - name: A\n    any: a\n    weight: 0\n', 4, /weight/],
    ['a cap of nothing', 'topics:\n  - name: A\n    any: a\n    max-papers: 0\n', 4, /max-papers/],
    ['a threshold in words', 'topics:\n  - name: A\n    any: a\n    min-score: high\n', 4, /min-score/],
  ])('reports %s at its place', (_, text, line, message) => {
    const { subscription, diagnostics } = read(text);
    expect(subscription).toBeNull();
    expect(diagnostics[0]).toMatchObject({ line });
    expect(diagnostics[0]!.message).toMatch(message);
  });
});
