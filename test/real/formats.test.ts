import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultTreeAdapterMap, parse as parseTree } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { ParsedFile } from '../../src/parse/format.ts';
import { parseText } from '../../src/parse/parse.ts';
import { list, readJson, root } from './dumps.ts';

const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();

function read(path: string, change = (text: string) => text): ParsedFile {
  const { format, file } = parseText(change(readFileSync(path, 'utf8')), 'page.html');
  expect(format).toBe('html');
  return file;
}

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** All elements of a page, by a parser that builds the tree a browser builds: shares nothing with the product. */
function elements(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value;
const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';

interface Row {
  paper: {
    id: string;
    title: string;
    summary: string;
    upvotes: number;
    publishedAt: string;
    authors: unknown[];
    organization?: { name: string; fullname: string };
  };
  organization?: { name: string; fullname: string };
  numComments: number;
}

/** The rows of a saved page. */
function rowsOf(path: string): Row[] {
  const all = elements(parseTree(readFileSync(path, 'utf8')));
  const component = all.find((one) => attribute(one, 'data-target') === 'DailyPapers')!;
  return (JSON.parse(attribute(component, 'data-props')!) as { dailyPapers: Row[] }).dailyPapers;
}

/** The page without its data: only the cards are left. */
const withoutData = (text: string): string => text.replaceAll('data-props=', 'data-gone=');

const pages = [...list('html', '.html'), ...list('layouts', '.html')];

describe.each(pages)('%s', (path) => {
  const rows = rowsOf(path);

  test('every paper, field by field', () => {
    const file = read(path);
    expect(rows.length).toBeGreaterThan(10);
    expect(file.diagnostics).toEqual([]);
    expect(file.listing).toBe('daily');
    expect(file.confidence).toBe(1);
    expect(
      file.papers.map((paper) => [
        paper.arxivId,
        paper.title,
        fold(paper.abstract ?? ''),
        paper.publishedText,
        paper.upvotes,
        paper.comments,
        paper.authorCount,
        paper.organization,
      ]),
    ).toEqual(
      rows.map(({ paper, numComments, organization: outer }) => {
        const organization = paper.organization ?? outer;
        return [
          paper.id,
          fold(paper.title),
          fold(paper.summary),
          paper.publishedAt.slice(0, 10),
          paper.upvotes,
          numComments,
          paper.authors.length,
          organization === undefined ? null : { handle: organization.name, name: fold(organization.fullname) },
        ];
      }),
    );
  });

  test('the visible cards alone: ids, titles, upvotes, comments, authors or organisation', () => {
    const file = read(path, withoutData);
    expect(file.diagnostics.map(({ code }) => code)).toEqual(['cards-only']);
    expect(file.listed).toBe(read(path).listed);
    expect(file.papers.map(({ arxivId, title, upvotes }) => [arxivId, title, upvotes])).toEqual(
      rows.map(({ paper }) => [paper.id, fold(paper.title), paper.upvotes]),
    );
    const cards = elements(parseTree(readFileSync(path, 'utf8'))).filter((one) => one.tagName === 'article');
    const shown = cards.map((card) => {
      const discussion = elements(card).find((one) => attribute(one, 'href')?.endsWith('#community'));
      const count = discussion === undefined ? '' : fold(textOf(discussion));
      return [
        count === '' ? null : Number(count),
        Number(/(\d+) authors/.exec(textOf(card))?.[1] ?? Number.NaN) || null,
      ];
    });
    expect(file.papers.map(({ comments, authorCount }) => [comments, authorCount])).toEqual(shown);
  });

  test('cut anywhere: whole papers only, and the cut is reported', () => {
    const whole = read(path).papers;
    const { length } = readFileSync(path, 'utf8');
    for (let step = 1; step < 40; step++) {
      const file = read(path, (text) => text.slice(0, Math.floor((length * step) / 40)));
      expect(file.papers).toEqual(whole.slice(0, file.papers.length));
      // Once the data are whole nothing is lost, and nothing is reported.
      const codes = file.diagnostics.map(({ code }) => code);
      expect(codes).toEqual(file.papers.length === whole.length ? [] : ['file-cut']);
    }
  });
});

test('the page of a known day equals its truth', () => {
  const truth = readJson<{
    papers: {
      arxivId: string;
      title: string;
      abstract: string;
      upvotes: number;
      comments: number | null;
      date: string;
      organisation: { handle: string; name: string } | null;
      authorCountFromApi: number;
    }[];
  }>(join(root, 'layouts', '2026-02-04.truth.json'));
  const file = read(join(root, 'layouts', '2026-02-04.v9_html.html'));
  expect(file.listed).toBe('2026-02-04');
  expect(
    file.papers.map((paper) => [
      paper.arxivId,
      paper.title,
      fold(paper.abstract ?? ''),
      paper.upvotes,
      paper.comments,
      paper.organization,
      paper.authorCount,
    ]),
  ).toEqual(
    truth.papers.map((paper) => [
      paper.arxivId,
      fold(paper.title),
      fold(paper.abstract),
      paper.upvotes,
      // The truth has what the page shows, and it shows no number for none.
      paper.comments ?? 0,
      paper.organisation === null ? null : { handle: paper.organisation.handle, name: fold(paper.organisation.name) },
      paper.authorCountFromApi,
    ]),
  );
  // The page prints local days of the west; the data have the instant.
  for (const [index, { publishedText }] of file.papers.entries()) {
    const days = (Date.parse(publishedText!) - Date.parse(truth.papers[index]!.date)) / 86_400_000;
    expect([0, 1]).toContain(days);
  }
});

test('the API answers: cut at any row, damaged in any row, as lines, as the page carries them', () => {
  for (const path of list('api', '.json')) {
    const text = readFileSync(path, 'utf8');
    const whole = parseText(text, 'x').file;
    const rows = JSON.parse(text) as Row[];
    const compact = JSON.stringify(rows);
    const ends = rows.map((row) => JSON.stringify(row)).map((row) => compact.indexOf(row) + row.length);
    for (const [index, end] of ends.entries()) {
      expect(parseText(compact.slice(0, end), 'x').file.papers).toEqual(whole.papers.slice(0, index + 1));
      expect(parseText(compact.slice(0, end - 1), 'x').file.papers).toEqual(whole.papers.slice(0, index));
      const damaged = `${compact.slice(0, end - 40)}"${compact.slice(end - 39)}`;
      const others = parseText(damaged, 'x').file.papers.filter((paper) => paper.line !== index + 1);
      expect(others).toEqual(whole.papers.filter((paper) => paper.line !== index + 1));
    }
    const lines = parseText(rows.map((row) => JSON.stringify(row)).join('\n'), 'x');
    expect([lines.format, lines.file.papers]).toEqual(['json-lines', whole.papers]);
    expect(parseText(JSON.stringify({ dailyPapers: rows, date: '2024-01-01' }), 'x').file.papers).toEqual(whole.papers);
  }
});
