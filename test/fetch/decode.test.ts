import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/fetch/decode.ts';

const page = 'Daily Papers\nOct 31\n\nNaïve Bayes “revisited” – twice\n\nAbstract with µ, é and 汉字.\n';
const utf16 = (text: string, order: 'le' | 'be', mark: boolean): Buffer => {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};
/** UTF-8 read as Windows-1252 and saved again as UTF-8, as a careless tool does. */
const garble = (text: string): Buffer => {
  const letters: Record<string, string> = { '\x80': '€', '\x93': '“', '\x94': '”', '\x99': '™', '\x9c': 'œ' };
  const wrong = Buffer.from(text).toString('latin1');
  return Buffer.from(wrong.replace(/[\x80-\x9f]/g, (c) => letters[c] ?? c));
};

const read = (bytes: Uint8Array) => decode(bytes, 'dumps/x.txt');
const codes = (bytes: Uint8Array) => read(bytes).diagnostics.map(({ code, severity }) => `${severity} ${code}`);

describe('encodings that are certain', () => {
  const cases: [string, Buffer, string][] = [
    ['UTF-8', Buffer.from(page), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${page}`), 'utf-8'],
    ['UTF-16 LE with a mark', utf16(page, 'le', true), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16(page, 'be', true), 'utf-16be'],
    ['UTF-16 LE without a mark', utf16(page, 'le', false), 'utf-16le'],
    ['UTF-16 BE without a mark', utf16(page, 'be', false), 'utf-16be'],
    ['gzip', gzipSync(page), 'utf-8'],
    ['gzip of UTF-16', gzipSync(utf16(page, 'be', true)), 'utf-16be'],
    ['gzip in two members', Buffer.concat([gzipSync(page.slice(0, 40)), gzipSync(page.slice(40))]), 'utf-8'],
  ];

  it.each(cases)('%s is read without a word', (_, bytes, encoding) => {
    expect(read(bytes)).toEqual({ text: page, encoding, diagnostics: [] });
  });

  it('an empty file is empty', () => {
    expect(read(Buffer.alloc(0))).toEqual({ text: '', encoding: 'utf-8', diagnostics: [] });
  });

  it('U+FFFD that stands in the file is no fault of its encoding', () => {
    expect(codes(Buffer.from('a \ufffd b'))).toEqual([]);
  });
});

describe('encodings that are assumed', () => {
  it('Latin-1 is read as windows-1252, and the first invalid byte is named', () => {
    const { text, encoding, diagnostics } = read(Buffer.from('Title\n\nna\xefve caf\xe9\n', 'latin1'));
    expect([text, encoding]).toEqual(['Title\n\nnaïve café\n', 'windows-1252']);
    expect(diagnostics).toMatchObject([{ code: 'encoding-assumed', severity: 'warning', line: 3, column: 3 }]);
  });

  it('the quotes, dashes and the euro of windows-1252 are read as what they are', () => {
    expect(read(Buffer.from([0x93, 0x61, 0x94, 0x96, 0x80, 0x92, 0x9f])).text).toBe('“a”–€’Ÿ');
  });

  it('a broken byte among good UTF-8 does not garble the rest', () => {
    const bytes = Buffer.from(page);
    bytes[bytes.indexOf('é')] = 0xff;
    const { text, encoding, diagnostics } = read(bytes);
    expect(encoding).toBe('utf-8');
    expect(text).toBe(page.replace('é', '\ufffd\ufffd'));
    expect(diagnostics).toMatchObject([{ code: 'encoding-assumed', line: 6, column: 18 }]);
  });

  it('a cut within the last character is a cut, not another encoding', () => {
    expect(read(Buffer.from('plain — ').subarray(0, 8))).toMatchObject({ encoding: 'utf-8', text: 'plain \ufffd' });
  });

  it('the place is right after a mark and after a U+FFFD that stands in the file', () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffé \ufffd\nab'), Buffer.from([0xc3, 0x28]), Buffer.from('é')]);
    expect(read(bytes).diagnostics).toMatchObject([{ line: 2, column: 3 }]);
  });

  it('UTF-16 cut within a unit is read and reported', () => {
    const bytes = utf16(page, 'le', true);
    const { text, diagnostics } = read(bytes.subarray(0, bytes.length - 1));
    expect(text).toBe(`${page.slice(0, -1)}\ufffd`);
    expect(diagnostics).toMatchObject([{ code: 'encoding-assumed', line: 6, column: 27 }]);
  });
});

describe('texts that were garbled before they were saved', () => {
  const words = 'Schrödinger’s “naïve” café — résumé\n';

  it('are turned back when the whole text is so', () => {
    const { text, diagnostics } = read(garble(words));
    expect(text).toBe(words);
    expect(diagnostics).toMatchObject([{ code: 'text-mojibake', severity: 'warning', line: 1, column: 5 }]);
  });

  it('are left alone, and reported, when only a part is so', () => {
    const bytes = Buffer.concat([garble(words), Buffer.from('A title – with a dash\n')]);
    const { text, diagnostics } = read(bytes);
    expect(text).toBe(bytes.toString());
    expect(diagnostics).toMatchObject([{ code: 'text-mojibake', message: expect.stringContaining('left') }]);
  });

  it('one place alone may be meant', () => {
    expect(read(Buffer.from('On writing "Ã©" for an accent')).text).toContain('Ã©');
  });

  it.each(['Ünïcödé', 'São Paulo, Ångström, naïve, Âge', 'Â', 'ÃÂ', '100 €, 3 × 5 °C'])(
    'and nothing else is: %s',
    (text) => {
      expect(read(Buffer.from(text))).toEqual({ text, encoding: 'utf-8', diagnostics: [] });
    },
  );
});

describe('bytes that are no text', () => {
  it('NULs are counted and placed, and stay', () => {
    const { text, diagnostics } = read(Buffer.from('a\nb\0\0c'));
    expect(text).toBe('a\nb\0\0c');
    expect(diagnostics).toMatchObject([
      { code: 'text-nul', line: 2, column: 2, message: expect.stringMatching(/^2 /) },
    ]);
  });

  it('a cut gzip file gives what was there', () => {
    const text = Array.from({ length: 2000 }, (_, index) => `line ${index * 7919}`).join('\n');
    const packed = gzipSync(text);
    const half = read(packed.subarray(0, packed.length / 2));
    expect(half.text.length).toBeGreaterThan(1000);
    expect(text.startsWith(half.text)).toBe(true);
    expect(half.diagnostics).toMatchObject([{ code: 'gzip-invalid', severity: 'error' }]);
    expect(read(packed)).toEqual({ text, encoding: 'utf-8', diagnostics: [] });
  });

  it('a damaged gzip file gives nothing', () => {
    const packed = gzipSync(page.repeat(50));
    packed[packed.length - 6]! ^= 1;
    expect(read(packed).text).toBe('');
    expect(codes(packed)).toEqual(['error gzip-invalid']);
  });

  it('a bomb is not unpacked; a small page of white space is none', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20), { level: 9 });
    expect(read(bomb).text).toBe('');
    expect(codes(bomb)).toEqual(['error gzip-bomb']);
    expect(read(gzipSync(' '.repeat(500_000))).text).toHaveLength(500_000);
  });

  it('nothing makes it throw, and places lie within the text', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 60 }).map((tail) => Buffer.concat([Buffer.from(page), tail])),
      fc.uint8Array({ maxLength: 60 }).map((tail) => Buffer.concat([Buffer.from([0x1f, 0x8b]), tail])),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const { text, diagnostics } = decode(input, 'x');
        const lines = text.split('\n');
        for (const { line, column } of diagnostics) {
          if (line === null) continue;
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
