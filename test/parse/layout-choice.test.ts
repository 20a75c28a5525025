import { describe, expect, test } from 'vitest';
import { parseText } from '../../src/parse/parse.ts';
import { type Printed, print } from './print.ts';

const prose =
  'We study a thing that many people care about. It turns out to behave in a way that nobody expected, and we say why. Experiments on three benchmarks confirm it.';

/** Twelve ordinary papers, some changed: the sign of another layout in one of them must not cost the others. */
const papers = (changes: Record<number, Partial<Printed>>, meta: Printed['meta']): Printed[] =>
  Array.from({ length: 12 }, (_, index) => ({
    title: `An Ordinary Paper of Number ${index}`,
    abstract: prose,
    meta,
    date: 'Oct 8, 2024',
    comments: null,
    ...changes[index],
  }));

const cases: [string, Record<number, Partial<Printed>>][] = [
  ['a title that is a heading', { 3: { title: '### 3D Gaussians' } }],
  ['an abstract that is a heading', { 3: { abstract: `### ${prose}` } }],
  [
    'an address of the site in an abstract',
    { 3: { abstract: `${prose} See https://x.example/login?next=%2Fpapers%2F1.` } },
  ],
  ['titles Upvote and GitHub', { 3: { title: 'Upvote' }, 7: { title: 'GitHub' } }],
  ['titles Upvote and Published on the Web', { 3: { title: 'Upvote' }, 7: { title: 'Published on the Web' } }],
  ['a title Submitted by the Authors', { 3: { title: 'Submitted by the Authors' }, 4: { title: '7' } }],
  ['a title Submitted by', { 3: { title: 'Submitted by' }, 4: { title: '7' } }],
  ['a title arXiv Page', { 3: { title: 'arXiv Page' }, 4: { title: 'Upvote' }, 5: { title: '117' } }],
];

describe.each([
  ['with meta blocks', { authors: 3 }],
  ['without', null],
] as const)('%s', (_, meta) => {
  test.each(cases)('%s costs no paper', (_name, changes) => {
    const list = papers(changes, meta);
    const { file } = parseText(print(list, 'Oct 31'), 'x.txt');
    expect(file.papers.map(({ title, abstract }) => [title, abstract])).toEqual(
      list.map(({ title, abstract }) => [title, abstract]),
    );
    expect(file.layouts).toEqual([meta === null ? 'T1' : 'T2']);
    expect(file.lines?.unexplained).toBe(0);
  });
});
