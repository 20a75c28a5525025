import { expect, test } from 'vitest';
import { columns, cutWords, oneLine, wrap } from '../../src/render/words.ts';

test('oneLine folds white space and drops what is not text', () => {
  expect(oneLine('  a\r\n\tb\u0000\u202ec\ud800d\ufeff ')).toBe('a b cd');
  expect(oneLine('👩‍👩‍👧‍👦 é')).toBe('👩‍👩‍👧‍👦 é');
});

test('cutting never splits a character as people see it', () => {
  const family = '👩‍👩‍👧‍👦';
  for (let max = 1; max < 60; max += 1) {
    const cut = cutWords(family.repeat(6), max);
    expect(cut.length).toBeLessThanOrEqual(max);
    expect(cut.replaceAll(family, '')).toMatch(/^…?$/);
  }
});

test('columns counts wide and combining characters', () => {
  expect(columns('abc')).toBe(3);
  expect(columns('汉字')).toBe(4);
  expect(columns('e\u0301')).toBe(1);
  expect(columns('👩‍👩‍👧‍👦')).toBe(2);
});

test('wrap keeps words, breaks what has no spaces, and leaves addresses whole', () => {
  expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc']);
  expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  expect(wrap('汉字汉字', 5)).toEqual(['汉字', '汉字']);
  expect(wrap('see https://example.org/long', 8)).toEqual(['see', 'https://example.org/long']);
  expect(wrap('see (mailto:leave@example.org)', 8)).toEqual(['see', '(mailto:leave@example.org)']);
  expect(wrap('see [page](https://example.org/long)', 8)).toEqual(['see', '[page](https://example.org/long)']);
  expect(wrap('a b\u00a0c d', 4)).toEqual(['a', 'b c', 'd']);
  expect(wrap('', 5)).toEqual([]);
});

test('cutting ends after a word, and inside one only when there is no other place', () => {
  expect(cutWords('Implicit Neural Representations', 24)).toBe('Implicit Neural…');
  expect(cutWords('A Representationally', 12)).toBe('A…');
  expect(cutWords('Representationally', 10)).toBe('Represent…');
});
