import { describe, expect, test } from 'vitest';
import { makeLibrary } from '../../src/render/shelves.ts';
import { slugOf, slugsOf } from '../../src/render/slug.ts';
import {
  allOf,
  archive,
  editionOf,
  editions,
  libraryOf,
  match,
  paper,
  papers,
  subscriberOf,
  subscription,
  topicOf,
} from './fixtures.ts';

const ids = (collection: { items: readonly { paper: { id: string } }[] }) =>
  collection.items.map((item) => item.paper.id);
const [first, second, third, fourth] = papers.map((each) => each.id);

describe('collections', () => {
  test('everything, newest first, whatever the order of the archive; the archive is left alone', () => {
    expect(ids(allOf(archive))).toEqual([fourth, third, second, first]);
    const before = structuredClone(archive);
    expect(ids(allOf({ ...archive, papers: papers.toReversed() }))).toEqual([fourth, third, second, first]);
    expect(archive).toEqual(before);
    expect(allOf(archive)).toMatchObject({ kind: 'all', path: 'all', date: '2025-11-01' });
    expect(allOf(archive, new Map()).items.every((item) => item.matches.length === 0)).toBe(true);
  });

  test('a topic: its papers, with its matches only, dated by its newest paper', () => {
    const topic = topicOf('reasoning');
    expect(ids(topic)).toEqual([fourth, first]);
    expect(topic.items.map((item) => item.matches.map((each) => each.topic))).toEqual([['reasoning'], ['reasoning']]);
    expect(topic).toMatchObject({ kind: 'topic', path: 'topics/reasoning', date: '2025-11-01' });
    expect(topicOf('R&D <alignment>')).toMatchObject({
      path: 'topics/r-and-d-alignment',
      date: '2025-10-31',
    });
  });

  test('a topic that nobody matched is empty and has no date', () => {
    expect(topicOf('quantum')).toMatchObject({ items: [], date: null });
  });

  test('a subscriber: matches of its topics, all of them; nothing private', () => {
    const collection = subscriberOf({ address: { kind: 'literal', address: 'ada@example.org' } });
    expect(ids(collection)).toEqual([fourth, third, first]);
    expect(collection.items[0]?.matches.map((each) => each.topic)).toEqual(['reward models', 'reasoning']);
    expect(collection).toMatchObject({
      kind: 'subscriber',
      path: 'subscribers/ada',
      title: 'Paperboy for Ada <Example>',
    });
    expect(JSON.stringify({ ...collection, items: [] })).not.toMatch(/@|subscriptions\//);
    const other = new Map([[first!, [match('not a topic of hers')]]]);
    expect(ids(subscriberOf({}, other))).toEqual([]);
  });

  test('an edition: what it added and what it changed', () => {
    expect(editionOf(editions[1]!)).toMatchObject({
      path: 'editions/2025-11-01.1',
      date: '2025-11-01',
    });
    expect(ids(editionOf(editions[1]!))).toEqual([fourth, first]);
    expect(ids(editionOf(editions[0]!))).toEqual([third, second, first]);
  });

  test('two subscriptions with one name for different topics: the first keeps the plain address', () => {
    const topic = (name: string) => ({ name, any: [], all: [], none: [], query: null });
    const reader = (id: string, found: string) => ({
      subscription: { ...subscription, id, topics: [topic('agents')], queries: [{ name: 'mine', query: found }] },
      matches: new Map([[first!, [match('agents', found)]]]),
      queries: new Map([[second!, [match('mine', found), match('agents', found)]]]),
    });
    const library = makeLibrary(archive, [reader('ada', 'a'), reader('ben', 'b'), reader('agents-ben', 'c')]);
    expect(library.topics.map(({ slug }) => slug)).toEqual(['agents', 'agents-ben', 'agents-agents-ben']);
    expect(library.topics.map(({ items }) => items[0]?.matches[0]?.spans[0]?.term)).toEqual(['a', 'b', 'c']);
    expect(library.queries.map(({ slug, asks }) => [slug, asks])).toEqual([
      ['mine', 'a'],
      ['mine-ben', 'b'],
      ['mine-agents-ben', 'c'],
    ]);
    // What a query's profile also matches, because it refers to it, is no match of the query.
    expect(library.queries[0]?.items.map(({ matches }) => matches.map(({ topic: name }) => name))).toEqual([['mine']]);
    expect(library.matches.get(first!)).toHaveLength(3);
  });

  test('a damaged instant costs only its own paper its place', () => {
    const broken = [paper(1), paper(2, { instant: 'x', firstSeen: '2020-01-01' }), paper(3)];
    const { papers: sorted } = libraryOf({ ...archive, papers: broken });
    expect(sorted.filter(({ instant }) => instant !== 'x')).toEqual([broken[2], broken[0]]);
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
