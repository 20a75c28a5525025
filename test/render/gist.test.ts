import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gistOf } from '../../src/render/gist/index.ts';
import { sentencesOf } from '../../src/render/gist/sentences.ts';

const of = (
  abstract: string | null,
  max = 320,
  title = 'Kestrel: Wind for Small Birds',
  aiSummary: string | null = null,
) => gistOf({ title, abstract, aiSummary }, max);

const ABSTRACT = [
  'Small birds are hard to model, e.g. in strong wind.',
  'Existing simulators ignore feathers and remain slow.',
  'To address these issues, we propose Kestrel, a simulator of small birds in wind that runs on one laptop.',
  'It agrees with 4.5 years of field notes and improves on the best rival by 12\\%.',
  'The code is available at https://code.example.org/kestrel.',
];

describe('sentences', () => {
  test('end where a sentence ends', () => {
    expect(sentencesOf(ABSTRACT.join(' '))).toEqual(ABSTRACT);
    expect(sentencesOf('We use Fig. 3 of A. Nother et al. 2020. "It works!" So do we')).toEqual([
      'We use Fig. 3 of A. Nother et al. 2020.',
      '"It works!"',
      'So do we',
    ]);
    expect(sentencesOf('我们提出新方法。它更快。')).toEqual(['我们提出新方法。', '它更快。']);
    expect(sentencesOf('')).toEqual([]);
  });

  test('give the text again, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'B', '.', ' ', '!', 'e.g.', '。', '”', '3.5'), { maxLength: 30 }),
        (parts) => {
          const text = parts.join('');
          expect(sentencesOf(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
    );
  });
});

describe('gist', () => {
  test('is the sentence that says what the paper does, and the next best where there is room', () => {
    const said = 'We propose Kestrel, a simulator of small birds in wind that runs on one laptop.';
    expect(of(ABSTRACT.join(' '), 90)).toEqual({ text: said, source: 'abstract', whole: true });
    const long = of(ABSTRACT.join(' '), 320)!.text;
    expect(long).toContain(said);
    expect(sentencesOf(long).length).toBe(2);
    expect(long).not.toContain('https');
  });

  test('says at least 100 characters where the abstract has them', () => {
    const short = 'We propose Kestrel. ';
    const long = `${'The wind of the north blows over many small birds that '.repeat(4)}sing. `;
    const hard = 'However, it is hard. '.repeat(60);
    for (const abstract of [short + long, long + short, long + short + long, short.repeat(9), hard]) {
      for (const max of [130, 200, 320]) {
        const { text } = of(abstract, max)!;
        expect(text.length).toBeGreaterThanOrEqual(100);
        expect(text.length).toBeLessThanOrEqual(max);
        expect(text).toMatch(/(?:\w…|\.)$/);
      }
    }
  });

  test('brings the sentence before along when it leans on it', () => {
    const before = 'Small birds carry a sensor for air.';
    const gist = of(
      `Wind matters. ${before} By reading it we propose Kestrel for small birds. The end comes late.`,
      320,
    )!;
    expect(gist.text).toContain(`${before} By reading it`);
  });

  test('does not open with a sentence that leans on one that does not fit', () => {
    const before = `Existing simulators remain slow for ${'many '.repeat(30)}animals.`;
    const it = 'It is hard, so in this paper we propose Kestrel, a simulator of wind for small birds, on one laptop.';
    const we =
      'We show that Kestrel flies on one laptop, for hours and for days, in every wind that the field notes have.';
    expect(of(`${before} ${it} ${we}`, 130)!.text).toBe(we);
    // Where the sentence before fits, it comes along.
    expect(of(`${before.replaceAll('many ', '')} ${it} ${we}`, 200)!.text).toContain(`animals. ${it}`);
  });

  test('does not say the same sentence twice', () => {
    const said = 'We propose Kestrel, a simulator of small birds in wind that runs on one laptop.';
    const gist = of(`${said} Wind matters to birds. ${said}`, 320)!.text;
    expect(gist.split(said).length).toBe(2);
  });

  test('positive control: it is not just the first sentence, nor the last', () => {
    expect(of([...ABSTRACT].reverse().join(' '), 140)!.text).toContain('Kestrel, a simulator');
    expect(of(ABSTRACT.slice(0, 2).join(' '), 60)!.text).not.toContain('Kestrel');
  });

  test('is the machine-written summary where there is one, and says so', () => {
    expect(of(ABSTRACT.join(' '), 320, 'T', 'A summary.')).toEqual({
      text: 'A summary.',
      source: 'ai-summary',
      whole: true,
    });
    expect(of(null, 320, 'T', 'A summary.')?.source).toBe('ai-summary');
    expect(of(ABSTRACT.join(' '), 320, 'T', ' ')?.source).toBe('abstract');
  });

  test('is null when there is nothing', () => {
    expect(of(null)).toBeNull();
    expect(of(' \n ')).toBeNull();
  });

  test('shows the signs that LaTeX escapes, and changes nothing else', () => {
    expect(of('We gain 12\\% \\& more on {{7*7}} <think>.')?.text).toBe('We gain 12% & more on {{7*7}} <think>.');
  });

  test('fits, ends at a sentence or a word, and consists of what the abstract says', () => {
    const words = [
      'We',
      'Propose',
      'Kestrel,',
      'Which',
      'Flies',
      'Well.',
      'However,',
      'Birds',
      'In this paper,',
      '鳥！',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 40, max: 400 }),
        (parts, max) => {
          const abstract = parts.join(' ');
          const gist = of(abstract, max)!;
          expect(gist.text.length).toBeLessThanOrEqual(max);
          expect(gist.text).not.toBe('');
          expect(gist.text.endsWith('…')).toBe(!gist.whole);
          const flat = abstract.toLowerCase();
          for (const sentence of sentencesOf(gist.text)) {
            expect(flat).toContain(sentence.toLowerCase().replace(/…$/, ''));
            // After the last word of a cut gist comes a space, or a sign between words.
            if (sentence.endsWith('…')) {
              const at = flat.indexOf(sentence.toLowerCase().slice(0, -1)) + sentence.length - 1;
              expect(flat.slice(at)).toMatch(/^[\s,.！]/);
            }
          }
        },
      ),
    );
  });
});
