import { describe, expect, test } from 'vitest';
import { parseText } from '../../src/parse/parse.ts';
import { cleanLine, cleanParagraphs } from '../../src/parse/sanitize.ts';
import { readLines } from '../../src/parse/text/lines.ts';
import { random } from '../random.ts';

/**
 * A printer of its own for T1 to T3, with what an adversary found to be misread: lists, sentences in paragraphs of their
 * own, missing abstracts, titles that are boilerplate, odd organisations. Every reading that is not ambiguous must be right.
 */
const prose = (seed: number): string =>
  [
    `We study problem ${seed} of a kind that many people care about and few have measured.`,
    'It turns out to behave in a way that nobody expected, and we say at length why that is so, with a proof and a counterexample for every claim that is usually made of it.',
    'Training takes 3.5 hours on one card (see Sec. 2).',
    `Experiments on ${seed + 2} benchmarks confirm it, as do two studies with people who had not seen the system before.`,
    'Code and data are public.',
  ].join(' ');

interface Entry {
  title: string;
  abstract: string | null;
  meta: string | null;
}

const metas = [null, '  • 5 authors\n·\nOct 8, 2024', 'acme Acme Lab\n·\nOct 9 3'];
const ordinary = (index: number, meta: string | null): Entry => ({
  title: `Some ordinary title, number ${index}`,
  abstract: prose(index),
  meta,
});
const dumpHead = 'new\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\nOct 31\n\n';
const printed = (entries: readonly Entry[]): string =>
  entries.flatMap(({ title, abstract, meta }) => [title, abstract, meta].filter((part) => part !== null)).join('\n\n');
const read = (text: string) => {
  const { format, file } = parseText(text, 'x.txt');
  expect(format).toBe('text');
  return file;
};
const pairs = (text: string) => read(text).papers.map(({ title, abstract }) => [title, abstract]);
const wanted = (entries: readonly Entry[]) => entries.map(({ title, abstract }) => [title, abstract]);

/** Lists of twelve papers, changed at random; gives how many are read otherwise than they were meant. */
function misread(rounds: number, mixed: boolean, change: (entries: Entry[], random: () => number) => void): string[] {
  const wrong: string[] = [];
  for (let seed = 1; seed <= rounds; seed++) {
    const next = random(seed);
    const entries = Array.from({ length: 12 }, (_, index) =>
      ordinary(index, mixed ? metas[Math.floor(next() * metas.length)]! : metas[seed % metas.length]!),
    );
    change(entries, next);
    // The foot says that the last abstract was not cut.
    const text = `${dumpHead}${printed(entries)}\n\nPrevious\n\nCompany`;
    const found = new Set(pairs(text).map((pair) => JSON.stringify(pair)));
    const lost = wanted(entries).filter((pair) => !found.has(JSON.stringify(pair)));
    for (const pair of wanted(entries)) found.delete(JSON.stringify(pair));
    if (lost.length + found.size > 0) wrong.push(`seed ${seed}: ${JSON.stringify(lost)} became ${[...found].join()}`);
  }
  return wrong;
}
const pick = <T>(next: () => number, values: readonly T[]): T => values[Math.floor(next() * values.length)]!;

const lists = [
  (marks: string[]) => `It has parts:\n\n${marks.map((mark) => `${mark}one thing.`).join('\n\n')}`,
  (marks: string[]) => `It has parts.\n\n${marks.map((mark) => `${mark}another thing`).join('\n\n')}`,
  (marks: string[]) =>
    `It has parts:\n\n${marks.map((mark) => `${mark}a thing that is described in one rather long sentence, so that it might be taken for a paragraph of prose if it did not begin as it does.`).join('\n\n')}`,
  (marks: string[]) =>
    `It has parts:\n\n${marks.map((mark) => `${mark}one thing;`).join('\n\n')}\n\nTogether they make a whole that is better than each of them. We say why.`,
];
const marks = [
  ['• ', '• '],
  ['- ', '- ', '- '],
  ['1. ', '2. ', '3. '],
  ['(a) ', '(b) '],
  ['(i) ', '(ii) ', '(iii) ', '(iv) '],
  ['• '],
  ['* ', '* ', '* ', '* ', '* '],
];

describe('what stands in an abstract', () => {
  test.each([true, false])('lists, keywords and formulas (mixed meta blocks: %s)', (mixed) => {
    const wrong = misread(500, mixed, (entries, next) => {
      for (let count = 0; count < 3; count++) {
        const entry = pick(next, entries);
        entry.abstract = pick(next, [
          `${prose(40)} ${pick(next, lists)(pick(next, marks))}`,
          `${prose(41)}\n\nKeywords: lists, parsing, abstracts`,
          `${prose(42)} The objective reads:\n\nmax E[r(x)] - b KL(p, q)`,
        ]);
      }
    });
    expect(wrong).toEqual([]);
  });

  test.each([true, false])('a paragraph a sentence (mixed meta blocks: %s)', (mixed) => {
    const wrong = misread(500, mixed, (entries, next) => {
      const entry = pick(next, entries);
      const sentences = [...entry.abstract!.split(/(?<=\.) (?=[A-Z])/), 'Why is that so?', 'We close with a proof.'];
      entry.abstract = sentences.slice(0, 2 + Math.floor(next() * sentences.length)).join('\n\n');
    });
    expect(wrong).toEqual([]);
  });

  test('a meta block without a date needs a paragraph of its own', () => {
    const entries = [ordinary(1, null), ordinary(2, null)];
    const text = printed(entries).replace('Code and data', '\n  • 5 authors\n·\nCode and data');
    expect(read(dumpHead + text).papers).toMatchObject([{ authorCount: null }, { title: entries[1]!.title }]);
    const cut = `${dumpHead}${printed(entries)}\n\n  • 5 authors\n·`;
    expect(read(cut).papers).toMatchObject([{ authorCount: null }, { authorCount: 5 }]);
  });
});

const oddTitles = [
  'Attention is all you need.',
  'Is attention all you need?',
  'Can one do better? A study',
  'Q',
  '• A bullet',
  '- A dash',
  '1. A number',
  '(a) A letter',
  'Keywords: a title',
  `${'Scaling '.repeat(100).trim()}`,
  'A title: with a colon',
  'An announcement:',
  'Previous',
  'Privacy',
  'Oct 31',
  '·',
  '5 authors',
  'lower case',
];

describe('titles', () => {
  test.each([true, false])('odd ones in regular structure (mixed meta blocks: %s)', (mixed) => {
    const wrong = misread(1_000, mixed, (entries, next) => {
      for (const entry of entries) if (next() < 0.4) entry.title = pick(next, oddTitles);
    });
    expect(wrong).toEqual([]);
  });

  test.each([true, false])('papers without abstracts (mixed meta blocks: %s)', (mixed) => {
    const wrong = misread(2_000, mixed, (entries, next) => {
      const count = 1 + Math.floor(next() * 6);
      for (const entry of entries) if (next() < 0.2) entry.title = `Is ${entry.title} one?`;
      for (let round = 0; round < count; round++) pick(next, entries).abstract = null;
    });
    expect(wrong).toEqual([]);
  });
});

test('the count sees a misreading: some readings are ambiguous, and one of them is taken', () => {
  const wrong = misread(20, false, (entries) => {
    // A paper without an abstract, and one whose title is a sentence: as well a short first paragraph of the first one.
    for (const entry of entries) entry.meta = null;
    entries[3]!.abstract = null;
    entries[4]!.title = 'Attention is all that anybody needs.';
  });
  expect(wrong).toHaveLength(20);
});

describe('head and foot', () => {
  const others = [ordinary(2, null), { ...ordinary(3, null), title: 'Subscribe' }];
  const names = ['Subscribe', 'new', 'Daily Papers', 'Daily', 'AK', 'by', 'Search', 'Oct 31'];

  test.each(names)('a file without a head whose first title is %s', (title) => {
    for (const meta of metas) {
      const entries = [{ ...ordinary(1, meta), title }, ...others];
      expect(pairs(printed(entries))).toEqual(wanted(entries));
    }
  });

  test.each(['Daily', 'Weekly', 'Subscribe', 'new'])('a head without a date, and then the title %s', (title) => {
    const entries = [{ ...ordinary(1, null), title }, ...others];
    expect(pairs(dumpHead.replace('Oct 31\n\n', '') + printed(entries))).toEqual(wanted(entries));
  });

  test.each(['Privacy', 'Models', 'Company', 'TOS'])('a last paper called %s that has no abstract', (title) => {
    const entries = [ordinary(1, null), ordinary(2, null), { title, abstract: null, meta: null }];
    const feet = ['', '\n\nPrevious', '\n\nPrevious\n\nNext\n\nCompany\n\nTOS\n\nPrivacy\n\nModels'];
    for (const foot of feet) expect(pairs(dumpHead + printed(entries) + foot)).toEqual(wanted(entries));
  });

  test('a foot is a foot', () => {
    const entries = [ordinary(1, null), ordinary(2, null)];
    for (const foot of ['Previous', 'Next', 'Previous\n\nNext', 'Company\n\nTOS\n\nPrivacy']) {
      expect(pairs(`${dumpHead}${printed(entries)}\n\n${foot}`)).toEqual(wanted(entries));
    }
  });
});

describe('organisations', () => {
  test.each([
    ['_foo Foo', '_foo', 'Foo'],
    ['-x X Lab', '-x', 'X Lab'],
    ['通义 Tongyi', '通义', 'Tongyi'],
    ['• Bullet', '•', 'Bullet'],
    ['研究所', '研究所', '研究所'],
    [`foo ${'Name '.repeat(50).trim()}`, 'foo', 'Name '.repeat(50).trim()],
  ])('%s', (line, handle, name) => {
    const entries = [ordinary(1, `${line}\n·\nOct 8`), ordinary(2, null)];
    const file = read(dumpHead + printed(entries));
    expect(file.papers.map(({ title, abstract }) => [title, abstract])).toEqual(wanted(entries));
    expect(file.papers[0]!.organization).toEqual({ handle, name });
    expect(file.diagnostics).toMatchObject([{ code: 'structure-guessed', severity: 'warning', line: 15 }]);
  });

  test('an abstract beside the separator stays an abstract', () => {
    const entries = [ordinary(1, null), ordinary(2, null)];
    const file = read(`${dumpHead}${printed(entries)}\n·\nOct 8`);
    expect(file.papers.map(({ title, abstract }) => [title, abstract])).toEqual(wanted(entries));
    expect(file.papers[1]).toMatchObject({ organization: null, publishedText: 'Oct 8' });
  });
});

describe('a first title that looks like another format', () => {
  const names = [
    '<think> about it',
    '{x} matters',
    '%100 better',
    '[ ] Tasks',
    '[x] Tasks',
    '["a"] Tasks',
    '{"a": 1}',
    '<b>',
  ];
  test.each(names)('%s', (title) => {
    const entries = [{ ...ordinary(1, null), title }, ordinary(2, metas[1]!)];
    expect(pairs(printed(entries))).toEqual(wanted(entries));
  });

  test.each([
    ['a page', `<html><body>\n\nA page\n\n${prose(1)}\n\n</body></html>`],
    ['markup', `<div>\n\n<p>A page</p>\n\n<p>${prose(1)}</p>\n\n</div>`],
    ['a PDF', `%PDF-1.7\n\nA title\n\n${prose(1)}`],
    ['JSON', `{"error":\n\n"A title",\n\n"b": "${prose(1)}"}`],
  ])('but %s is no text', (_, text) => {
    const { format, file } = parseText(text, 'x');
    expect(format).not.toBe('text');
    expect(file.papers).toEqual([]);
  });
});

describe('control characters', () => {
  const controls = Array.from({ length: 0xa0 }, (_, code) => code).filter((code) => code < 0x20 || code >= 0x7f);

  test('none survives but the line end of a paragraph', () => {
    for (const code of controls) {
      const raw = `a ${String.fromCodePoint(code)}b${String.fromCodePoint(code, code)}c`;
      expect(cleanLine(raw, 99), `U+${code.toString(16)}`).not.toMatch(/\p{Cc}/u);
      expect(cleanParagraphs(raw, 99).replaceAll('\n\n', ''), `U+${code.toString(16)}`).not.toMatch(/\p{Cc}/u);
      for (const { text } of readLines(raw)) expect(text).not.toMatch(/\p{Cc}/u);
    }
    expect(cleanLine('a\u0085b', 99)).toBe('a b');
    expect(cleanParagraphs('a\u0085b\u0085\u0085c', 99)).toBe('a b\n\nc');
  });

  test('U+0085 ends a line', () => {
    expect(readLines('a\u0085\u0085b\r\nc')).toEqual([
      { number: 1, text: 'a', afterBlank: true },
      { number: 3, text: 'b', afterBlank: true },
      { number: 4, text: 'c', afterBlank: false },
    ]);
  });
});
