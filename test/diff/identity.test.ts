import { describe, expect, test } from 'vitest';
import { titleFingerprint } from '../../src/diff/fingerprint.ts';
import { abstractOf, dumpOf, paperOf, TestArchive } from './paper.ts';

const view = () => new TestArchive();

const kinds = (...dumps: ReturnType<typeof dumpOf>[]) => {
  const archive = view();
  return dumps.map((dump) => archive.take(dump).changes.map((change) => change.kind));
};

describe('title fingerprint', () => {
  test.each([
    ['case and white space', 'Attention  Is All\u00a0You Need', 'attention is all you need'],
    ['dashes', 'Chain–of—Thought', 'Chain-of-Thought'],
    ['quotes', 'Let’s “think”', `Let's "think"`],
    ['compatibility forms', 'ﬁne-tuning ２', 'fine-tuning 2'],
    ['invisible characters', 'Soft\u00adware zero\u200bwidth', 'Software zerowidth'],
    ['Greek and LaTeX', '$\\mu$LO', 'μLO'],
    ['LaTeX styling', '\\textbf{Big} $\\mathcal{O}(n)$', 'Big O(n)'],
    ['search highlighting', 'data sourcecitations', 'data source citations'],
  ])('%s are folded', (_, a, b) => {
    expect(titleFingerprint(a)).toBe(titleFingerprint(b));
  });

  test.each([
    ['Part 1', 'Part 2'],
    ['C', 'C++'],
    ['C', 'C#'],
    ['GPT-4', 'GPT-4o'],
    ['InfAlign', 'InfiAlign'],
    ['PO', '*PO'],
    ['1/2', '12'],
    ['αLO', 'μLO'],
  ])('%s and %s stay apart', (a, b) => {
    expect(titleFingerprint(a)).not.toBe(titleFingerprint(b));
  });
});

describe('one work or two', () => {
  const title = 'A Study of the Alignment of Large Models';
  test('different arXiv ids never merge, the same id always does', () => {
    const first = paperOf(title, { arxivId: '2501.00001' });
    expect(kinds(dumpOf('2025-01-01', first), dumpOf('2025-01-02', paperOf(title, { arxivId: '2501.00002' })))).toEqual(
      [['new'], ['new']],
    );
    expect(
      kinds(
        dumpOf('2025-01-01', first),
        dumpOf('2025-01-02', paperOf('Renamed Entirely for the Camera', { arxivId: '2501.00001' })),
      ),
    ).toEqual([['new'], ['revised']]);
  });

  test('a text paper and the API paper become one', () => {
    const archive = view();
    archive.take(dumpOf('2025-01-01', paperOf(title)));
    const { changes } = archive.take(dumpOf('2025-01-02', paperOf(title, { arxivId: '2501.00001' })));
    expect(changes).toMatchObject([
      { kind: 'enriched', fields: [{ field: 'arxivId', before: null, after: '2501.00001' }] },
    ]);
    expect(archive.records().size).toBe(1);
    expect(
      archive.take(dumpOf('2025-01-03', paperOf('Another Name', { arxivId: '2501.00001', abstract: null }))).counts.new,
    ).toBe(0);
  });

  test('a generic title needs a similar abstract', () => {
    const other = paperOf('Introduction', { abstract: abstractOf('zebra') });
    expect(
      kinds(dumpOf('2025-01-01', paperOf('Introduction')), dumpOf('2025-01-02', other), dumpOf('2025-01-03', other)),
    ).toEqual([['new'], ['new'], ['seen']]);
    expect(
      kinds(dumpOf('2025-01-01', paperOf('Magistral')), dumpOf('2025-01-02', paperOf('Magistral', { abstract: null }))),
    ).toEqual([['new'], ['seen']]);
  });

  test('a new title with the same abstract is a retitled paper', () => {
    const renamed = paperOf('Its Title in the Camera-ready Version', {
      abstract: abstractOf(title).replaceAll(' ', '  '),
    });
    const archive = view();
    archive.take(dumpOf('2025-01-01', paperOf(title)));
    expect(archive.take(dumpOf('2025-01-02', renamed)).changes).toMatchObject([
      { kind: 'revised', revision: 2, fields: [{ field: 'title', before: title, after: renamed.title }] },
    ]);
    // The old title still finds it.
    expect(archive.take(dumpOf('2024-12-31', paperOf(title, { abstract: null }))).counts).toMatchObject({
      new: 0,
      seen: 1,
    });
  });
});
