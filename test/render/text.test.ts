import { expect, test } from 'vitest';
import { counted, excerpt, longDay, oneLine, paragraphs, wellFormed } from '../../src/render/text.ts';

test('well-formed text keeps everything but what XML forbids', () => {
  expect(wellFormed('a\tb\nc 🚀 \ufffd é \u00a0')).toBe('a\tb\nc 🚀 \ufffd é \u00a0');
  expect(wellFormed('\u0000\u000b\u001f\u007f\u0080\u009f\ud800\udc00\ud800x\udc00\ufffe\uffff\ufdd0\u{10ffff}')).toBe(
    '\ud800\udc00x',
  );
  expect(oneLine(' a \r\n b\u2028c\u00a0d ')).toBe('a b c d');
});

test('paragraphs are separated by blank lines, whatever the line ends', () => {
  expect(paragraphs('a\nb\r\nc\r\n\r\nd\n \t\n\ne\r\rf')).toEqual(['a b c', 'd', 'e', 'f']);
  expect(paragraphs(null)).toEqual([]);
  expect(paragraphs(' \n\n ')).toEqual([]);
});

test('an excerpt ends with a sentence, else between words, and never longer than asked', () => {
  expect(excerpt('Short enough.', 20)).toBe('Short enough.');
  expect(excerpt('One sentence here. And then another one.', 30)).toBe('One sentence here. And then…');
  expect(excerpt('One sentence here is longer. And more.', 34)).toBe('One sentence here is longer. …');
  expect(excerpt('no sentence end in all of this text', 20)).toBe('no sentence end in…');
  expect(excerpt('One small thing, e.g. this one', 24)).toBe('One small thing, e.g…');
  for (let max = 4; max < 60; max += 1) {
    for (const text of ['Word word, word. Word word. Word word word word word.', 'x'.repeat(80), '🚀'.repeat(40)]) {
      const cut = excerpt(text, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(wellFormed(cut)).toBe(cut);
    }
  }
});

test('days and numbers for people', () => {
  expect(longDay('2025-10-01')).toBe('1 October 2025');
  expect(['2025-13-01', 'soon', ''].map(longDay)).toEqual(['2025-13-01', 'soon', '']);
  expect([counted(1, 'paper'), counted(0, 'paper'), counted(1234567, 'paper')]).toEqual([
    '1 paper',
    '0 papers',
    '1,234,567 papers',
  ]);
});
