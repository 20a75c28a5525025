import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBeginning, textFingerprint, titleFingerprint } from '../../src/diff/fingerprint.ts';

const plainCharacters = ['aZ09 -`', "'", '"', '$', '{', '}', '[]()+*#/.,:;!?\n\t'].join('');

describe('fingerprints', () => {
  test('plain ASCII takes a shorter way to the same end', () => {
    // A character that folds to nothing sends the same text the long way.
    const longWay = (text: string) => titleFingerprint(`\u200b${text}`);
    const ascii = fc.string({ unit: fc.constantFrom(...plainCharacters), maxLength: 60 });
    fc.assert(
      fc.property(ascii, (text) => {
        expect(titleFingerprint(text)).toBe(longWay(text));
        expect(textFingerprint(`see http://a.example/x ${text}`)).toBe(
          textFingerprint(`\u200bsee http://b.example/x ${text}`),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['Part 1', 'Part 2'],
    ['C for Everyone', 'C++ for Everyone'],
    ['GPT-4 Reads', 'GPT-4o Reads'],
    ['InfAlign: Alignment', 'InfiAlign: Alignment'],
    ['A* Search', 'A Search'],
  ])('%s and %s stay apart', (a, b) => expect(titleFingerprint(a)).not.toBe(titleFingerprint(b)));

  test.each([
    ['“Quoted” – Title', '"quoted" - title'],
    ['The $\\mathcal{X}$ Title', 'The X title'],
    ['μLO: Learning', '\\mu LO: Learning'],
    ['ﬁne  tuning', 'fine tuning'],
  ])('%s is %s', (a, b) => expect(titleFingerprint(a)).toBe(titleFingerprint(b)));

  test('a cut text is the beginning of the whole one, and not the other way round', () => {
    expect(isBeginning('abc...', 'abcdef')).toBe(true);
    expect(isBeginning('abcdef', 'abc...')).toBe(false);
    expect(isBeginning('abc', 'abc')).toBe(false);
  });
});
