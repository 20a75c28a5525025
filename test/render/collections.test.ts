import { describe, expect, test } from 'vitest';
import { collectAll, collectEdition, collectSubscriber, collectTopic } from '../../src/render/collections.ts';
import { slugOf, slugsOf } from '../../src/render/slug.ts';
import { archive, editions, match, matches, paper, papers, subscription } from './fixtures.ts';

const ids = (collection: { items: { paper: { id: string } }[] }) => collection.items.map((item) => item.paper.id);
const [first, second, third, fourth] = papers.map((each) => each.id);

describe('collections', () => {
  test('everything, newest first, whatever the order of the archive; the archive is left alone', () => {
    expect(ids(collectAll(archive))).toEqual([fourth, third, second, first]);
    const before = structuredClone(archive);
    expect(ids(collectAll({ ...archive, papers: papers.toReversed() }))).toEqual([fourth, third, second, first]);
    expect(archive).toEqual(before);
    expect(collectAll(archive)).toMatchObject({ kind: 'all', path: 'all', date: '2025-11-01' });
    expect(collectAll(archive).items.every((item) => item.matches.length === 0)).toBe(true);
  });

  test('a topic: its papers, with its matches only, dated by its newest paper', () => {
    const topic = collectTopic(archive, { name: 'reasoning', slug: 'reasoning-2' }, matches);
    expect(ids(topic)).toEqual([fourth, first]);
    expect(topic.items.map((item) => item.matches.map((each) => each.topic))).toEqual([['reasoning'], ['reasoning']]);
    expect(topic).toMatchObject({ kind: 'topic', path: 'topics/reasoning-2', date: '2025-11-01' });
    expect(collectTopic(archive, { name: 'R&D <alignment>' }, matches)).toMatchObject({
      path: 'topics/r-and-d-alignment',
      date: '2025-10-31',
    });
  });

  test('a topic that nobody matched is empty and has no date', () => {
    expect(collectTopic(archive, { name: 'quantum' }, matches)).toMatchObject({ items: [], date: null });
  });

  test('a subscriber: matches of its topics, all of them; nothing private', () => {
    const collection = collectSubscriber(
      archive,
      { ...subscription, address: { kind: 'literal', address: 'ada@example.org' } },
      matches,
    );
    expect(ids(collection)).toEqual([fourth, third, first]);
    expect(collection.items[0]?.matches.map((each) => each.topic)).toEqual(['reward models', 'reasoning']);
    expect(collection).toMatchObject({
      kind: 'subscriber',
      path: 'subscribers/ada',
      title: 'Paperboy for Ada <Example>',
    });
    expect(JSON.stringify({ ...collection, items: [] })).not.toMatch(/@|subscriptions\//);
    const other = new Map([[first!, [match('not a topic of hers')]]]);
    expect(ids(collectSubscriber(archive, subscription, other))).toEqual([]);
  });

  test('an edition: what it added and what it changed', () => {
    expect(collectEdition(editions[1]!, archive, matches)).toMatchObject({
      path: 'editions/2025-11-01.1',
      date: '2025-11-01',
    });
    expect(ids(collectEdition(editions[1]!, archive))).toEqual([fourth, first]);
    expect(ids(collectEdition(editions[0]!, archive))).toEqual([third, second, first]);
  });

  test('damaged instants do not break the order of the others', () => {
    const broken = [paper(1), paper(2, { instant: 'x', firstSeen: '2020-01-01' }), paper(3)];
    expect(ids(collectAll({ ...archive, papers: broken }))).toEqual([broken[2]!.id, broken[0]!.id, broken[1]!.id]);
  });
});

describe('slugs', () => {
  test.each([
    ['Reward models', 'reward-models'],
    ['  R&D / C++ & C#!  ', 'r-and-d-c-plus-plus-and-c-sharp'],
    ['Überwachung für Ærø', 'uberwachung-fur-aero'],
    ['μLO', 'mulo'],
    ['Обучение', 'obuchenie'],
    ['ﬁne‑tuning', 'fine-tuning'],
    ['../../etc/passwd', 'etc-passwd'],
    ['3D', '3d'],
  ])('%s -> %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test.each([
    '..',
    '.',
    '',
    '///',
    '强化学习',
    '🚀',
    '\ud800',
    'con',
    'LPT1',
    'a'.repeat(500),
    'word '.repeat(99),
    `x${'é'.repeat(80)}`,
  ])('a safe name for %j', (name) => {
    expect(slugOf(name)).toMatch(/^(?!(?:con|lpt1)$)[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(slugOf(name).length).toBeLessThanOrEqual(60);
    expect(slugOf(name)).toBe(slugOf(name));
  });

  test('names in other scripts do not fall together', () => {
    expect(slugOf('强化学习')).not.toBe(slugOf('机器学习'));
  });

  test('collisions: the first keeps the plain slug, the others are told apart by their own name', () => {
    const slugs = slugsOf(['Reward models', 'reward-models', 'REWARD MODELS', 'Reward models', 'agents']);
    expect([...slugs.keys()]).toEqual(['Reward models', 'reward-models', 'REWARD MODELS', 'agents']);
    expect(slugs.get('Reward models')).toBe('reward-models');
    expect(new Set(slugs.values()).size).toBe(4);
    // The third name's slug is the same without the second.
    expect(slugsOf(['Reward models', 'REWARD MODELS']).get('REWARD MODELS')).toBe(slugs.get('REWARD MODELS'));
    const long = slugsOf(['b'.repeat(70), 'b'.repeat(71)]);
    expect([...long.values()].every((slug) => slug.length <= 60)).toBe(true);
    expect(new Set(long.values()).size).toBe(2);
  });
});
