import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DumpFormat, ParsedFile } from '../../src/parse/format.ts';
import { apiJson } from '../../src/parse/formats/api-json.ts';
import { arxivAtom } from '../../src/parse/formats/arxiv-atom.ts';
import { html } from '../../src/parse/formats/html.ts';
import { jsonLines } from '../../src/parse/formats/json-lines.ts';
import { parseText } from '../../src/parse/parse.ts';
import { mutations } from './mutations.ts';

/** Damaged files: nothing throws, nothing hangs, what is whole is kept, and what is lost is reported. */
const structured: Record<string, DumpFormat> = {
  'api-json': apiJson,
  'json-lines': jsonLines,
  html,
  'arxiv-atom': arxivAtom,
};
const samples = Object.keys(structured).flatMap((name) =>
  readdirSync(`test/fixtures/${name}`)
    .filter((file) => file.endsWith('.in'))
    .map((file) => readFileSync(`test/fixtures/${name}/${file}`, 'utf8')),
);

function check(file: ParsedFile): void {
  for (const { title, abstract, links, line } of file.papers) {
    expect(title).toMatch(/\S/);
    expect(abstract).not.toBe('');
    expect(line).toBeGreaterThan(0);
    for (const { url } of links) expect(url).toMatch(/^https?:\/\//);
  }
  expect(file.confidence).toBeGreaterThanOrEqual(0);
  expect(file.confidence).toBeLessThanOrEqual(1);
  if (file.papers.length === 0) expect(file.diagnostics).not.toEqual([]);
}

describe('any mutation of any fixture', () => {
  test.each(Object.entries(structured))('%s never throws, and says so when it finds nothing', (_, format) => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.constantFrom(...samples), mutations, (text, other, steps) => {
        check(
          format.parse(
            steps.reduce((changed, step) => step(changed, other), text),
            'x',
          ),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('nor does the detection', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), mutations, (text, steps) => {
        check(
          parseText(
            steps.reduce((changed, step) => step(changed, text), text),
            'x',
          ).file,
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** Rows of a list whose texts hold everything that could be taken for the list's own structure. */
const rows = Array.from({ length: 12 }, (_, index) => ({
  paper: {
    id: `2602.${String(index + 1).padStart(5, '0')}`,
    title: `Paper ${index + 1}: "}, {\\"paper\\": [`,
    summary: 'A text with {"paper": {}} and ], [ and \\ and \\" in it, and an end.',
    authors: [{ name: 'A "B" C' }],
    upvotes: index,
  },
  title: 'x',
  numComments: 1,
}));

const ids = (file: ParsedFile) => file.papers.map((paper) => paper.arxivId);
const wanted = (count: number) => rows.slice(0, count).map((row) => row.paper.id);

describe('a JSON list', () => {
  const prints = [
    ['compact', JSON.stringify(rows)],
    ['indented', JSON.stringify(rows, null, 2)],
    ['hydration', JSON.stringify({ date: '2026-02-04', tags: [{ a: 1 }], dailyPapers: rows, prevDate: null })],
  ] as const;

  test.each(prints)('%s, cut anywhere: the papers before the cut are kept, and the cut is reported', (name, text) => {
    // The end of each row in the text, found by the printer of JSON itself.
    const ends = rows.map((row) => {
      const printed = JSON.stringify(row, null, name === 'indented' ? 2 : 0).replaceAll('\n', '\n  ');
      const index = text.indexOf(printed);
      expect(index).toBeGreaterThan(-1);
      return index + printed.length;
    });
    const first = text.indexOf('{"') === -1 ? 10 : 2;
    const steps = Array.from(
      { length: 400 },
      (_, step) => first + Math.floor(((text.length - 2 - first) * step) / 400),
    );
    for (const length of steps) {
      const file = apiJson.parse(text.slice(0, length), 'x');
      expect(ids(file)).toEqual(wanted(ends.filter((end) => end <= length).length));
      const [problem] = file.diagnostics;
      if (length < text.lastIndexOf(']')) {
        const lines = text.slice(0, length).trimEnd().split('\n');
        expect(problem).toMatchObject({ code: 'file-cut', line: lines.length, column: lines.at(-1)!.length + 1 });
      }
    }
  });

  test('one damaged row costs no other one, wherever the damage is', () => {
    const text = JSON.stringify(rows);
    const printed = JSON.stringify(rows[4]);
    const start = text.indexOf(printed);
    const others = wanted(12).filter((id) => id !== '2602.00005');
    for (let index = start + '{"paper":{'.length; index < start + printed.length; index++) {
      for (const put of ['"', '}', ']', '{', '\\', '\n', '']) {
        const file = apiJson.parse(text.slice(0, index) + put + text.slice(index + 1), 'x');
        expect(ids(file).filter((id) => others.includes(id ?? ''))).toEqual(others);
        // Either the change was harmless, such as a letter lost in a text, or it is reported.
        if (file.papers.length < 12) expect(file.diagnostics).not.toEqual([]);
      }
    }
  });

  test('in an indented list, too; and rows of papers without a wrapper survive damage that leaves brackets whole', () => {
    const text = JSON.stringify(rows, null, 1).replace('"2602.00005"', '"2602.00005');
    expect(ids(apiJson.parse(text, 'x'))).toEqual(wanted(12).filter((id) => id !== '2602.00005'));
    const bare = JSON.stringify(rows.map((row) => row.paper)).replace('"upvotes":4', '"upvotes":4x');
    expect(ids(apiJson.parse(bare, 'x'))).toEqual(wanted(12).filter((id) => id !== '2602.00005'));
  });

  test('millions of bad elements are counted, not listed', () => {
    const file = apiJson.parse(`[${'1,'.repeat(50_000)}1]`, 'x');
    expect(file.diagnostics.length).toBeLessThan(110);
    expect(file.diagnostics.at(-1)).toMatchObject({ message: '49901 more of the same kind' });
  });
});

describe('a saved page', () => {
  const page = readFileSync('test/fixtures/html/2026-daily.in', 'utf8');

  test('cut anywhere: whole papers only, in order, and never silently fewer', () => {
    const whole = html.parse(page, 'x').papers;
    expect(whole).toHaveLength(3);
    for (let length = 20; length < page.length; length += 3) {
      const file = html.parse(page.slice(0, length), 'x');
      expect(file.papers).toEqual(whole.slice(0, file.papers.length));
      if (file.papers.length < 3) expect(file.diagnostics.map(({ code }) => code)).toContain('file-cut');
    }
  });
});
