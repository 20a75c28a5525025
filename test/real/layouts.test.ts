import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseText } from '../../src/parse/parse.ts';
import { readJson, root } from './dumps.ts';

interface Truth {
  papers: {
    arxivId: string;
    title: string;
    abstract: string;
    authorCount: number | null;
    organisation: { handle: string; name: string } | null;
    date: string;
    comments: number | null;
    upvotes: number;
  }[];
}

const fold = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();
const path = (name: string) => join(root, 'layouts', `2026-02-04.${name}`);
const truth = readJson<Truth>(path('truth.json')).papers;

/** One real day in each layout: everything that the layout carries, exactly. */
describe.each([
  ['T1', 'v1_title_abstract', { meta: false, upvotes: false, ids: false }],
  ['T2', 'v2_v3_text', { meta: true, upvotes: false, ids: false }],
  ['T4', 'v4_firecrawl', { meta: true, upvotes: true, ids: true }],
  ['T5', 'v5_notebooklm', { meta: true, upvotes: true, ids: true }],
  ['T6', 'v6_html2text', { meta: true, upvotes: true, ids: false }],
])('%s', (layout, name, carries) => {
  const { format, file } = parseText(readFileSync(path(`${name}.txt`), 'utf8'), name);

  test('is recognised, every line explained, nothing to report', () => {
    expect(format).toBe('text');
    expect(file.layouts).toContain(layout);
    expect(file.lines).toMatchObject({ unexplained: 0 });
    expect(file.header).toEqual({ year: null, month: 2, day: 4 });
    expect(file.diagnostics).toEqual([]);
  });

  test('equals the truth', () => {
    expect(file.papers.map((paper) => [paper.title, fold(paper.abstract)])).toEqual(
      truth.map((paper) => [fold(paper.title), fold(paper.abstract)]),
    );
    if (carries.meta) {
      expect(
        file.papers.map(({ authorCount, organization, printed, comments }) => [
          authorCount,
          organization,
          `${printed?.month}-${printed?.day}`,
          comments,
        ]),
      ).toEqual(
        truth.map(({ authorCount, organisation, date, comments }) => [
          authorCount,
          organisation === null ? null : { handle: organisation.handle, name: fold(organisation.name) },
          date.slice(5).replace(/\b0/g, ''),
          comments,
        ]),
      );
    }
    if (carries.upvotes) expect(file.papers.map((paper) => paper.upvotes)).toEqual(truth.map((paper) => paper.upvotes));
    if (carries.ids) expect(file.papers.map((paper) => paper.arxivId)).toEqual(truth.map((paper) => paper.arxivId));
  });
});
