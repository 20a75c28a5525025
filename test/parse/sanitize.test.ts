import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanParagraphs, cleanUrl } from '../../src/parse/sanitize.ts';

const max = 1_000;

describe('text', () => {
  test.each([
    ['controls', 'a\u0000b\u001bc\u007fd\u0090e', 'abcde'],
    ['bidirectional controls', 'a\u202eb\u2066c\u2069\u200f', 'abc'],
    ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
    ['non-characters', 'a\ufffeb\uffff\ufdd0c', 'abc'],
    ['invisible', '\ufeffa\u200bb\u2060c', 'abc'],
    ['white space', ' a \t b\u00a0\u3000c\n', 'a b c'],
  ])('%s', (_, raw, clean) => {
    expect(cleanLine(raw, max)).toBe(clean);
  });

  test('joiners of emoji and scripts stay', () => {
    expect(cleanLine('👩‍💻 می‌خواهم', max)).toBe('👩‍💻 می‌خواهم');
  });

  test('a cut never halves a character', () => {
    expect(cleanLine('ab😀', 3)).toBe('ab');
  });

  test.each([
    ['a\nb', 'a b'],
    ['a\r\nb', 'a b'],
    ['a\n\nb', 'a\n\nb'],
    ['a\r\n \r\nb', 'a\n\nb'],
    ['\n\n a \n\n\n b\u2029c', 'a\n\nb\n\nc'],
  ])('paragraphs of %j', (raw, clean) => {
    expect(cleanParagraphs(raw, max)).toBe(clean);
  });

  test('any string becomes well formed, and stays as it is the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const clean = cleanLine(raw, max);
        expect(clean).not.toMatch(/\p{Surrogate}/u);
        expect(clean).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u);
        expect(cleanLine(clean, max)).toBe(clean);
      }),
    );
  });
});

describe('addresses', () => {
  test.each([
    ['https://github.com/a/b', 'https://github.com/a/b'],
    [' HTTP://Example.org ', 'http://example.org/'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['//example.org', null],
    ['https://user:secret@example.org', null],
    ['https://', null],
    ['https://example.org/"><script>', 'https://example.org/%22%3E%3Cscript%3E'],
    [`https://example.org/${'x'.repeat(3_000)}`, null],
  ])('%s', (raw, clean) => {
    expect(cleanUrl(raw)).toBe(clean);
  });
});
