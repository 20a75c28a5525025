import { expect, test } from 'vitest';
import { columns, cutWords, excerpt, oneLine, wrap } from '../../src/render/words.ts';

test('oneLine folds white space and drops what is not text', () => {
  expect(oneLine('  a\r\n\tb\u0000\u202ec\ud800d\ufeff ')).toBe('a b cd');
  expect(oneLine('👩‍👩‍👧‍👦 é')).toBe('👩‍👩‍👧‍👦 é');
});

test('excerpt prefers whole sentences, then whole words', () => {
  expect(excerpt('Short.', 320)).toBe('Short.');
  expect(excerpt('One sentence here. Another one follows it.', 30)).toBe('One sentence here.');
  // The sentence is shorter than half of the room: words say more.
  expect(excerpt('Yes. Then a much longer sentence follows it.', 30)).toBe('Yes. Then a much longer…');
  expect(excerpt('We compare e.g. Alpha, Smith et al. Beta and others here', 41)).toBe(
    'We compare e.g. Alpha, Smith et al. Beta…',
  );
  expect(excerpt('Accuracy grows by 3.5 points over the old one', 28)).toBe('Accuracy grows by 3.5…');
  expect(excerpt('Is it so? Yes! (It is.) And then some more words', 30)).toBe('Is it so? Yes! (It is.)');
  expect(excerpt('我们提出一个模型。它学习得很快。而且更多的内容在这里', 18)).toBe('我们提出一个模型。它学习得很快。');
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
  expect(wrap('a b\u00a0c d', 4)).toEqual(['a', 'b c', 'd']);
  expect(wrap('', 5)).toEqual([]);
});
