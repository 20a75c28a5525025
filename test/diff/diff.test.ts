import { describe, expect, test } from 'vitest';
import { abstractOf, dumpOf, paperOf, TestArchive } from './paper.ts';

const view = () => new TestArchive();
const only = (archive: TestArchive) => [...archive.records().values()][0]!;

describe('changes', () => {
  test('new, seen, revised, enriched', () => {
    const archive = view();
    const paper = paperOf('A Paper with a Title');
    expect(archive.take(dumpOf('2025-01-01', paper)).counts).toEqual({
      new: 1,
      revised: 0,
      enriched: 0,
      relisted: 0,
      seen: 0,
    });
    expect(archive.take(dumpOf('2025-01-02', paper)).edition).toBeNull();
    const revised = { ...paper, abstract: abstractOf('entirely different words') };
    expect(archive.take(dumpOf('2025-01-03', revised)).changes).toMatchObject([
      { kind: 'revised', revision: 2, fields: [{ field: 'abstract' }] },
    ]);
    const enriched = {
      ...revised,
      authors: ['Ada'],
      organization: { handle: 'x', name: 'X Lab' },
      links: [{ rel: 'code' as const, url: 'https://github.com/a/b' }],
    };
    expect(archive.take(dumpOf('2025-01-04', enriched)).changes[0]?.fields.map((field) => field.field)).toEqual([
      'authors',
      'organization',
      'code',
    ]);
    expect(archive.editions().map((edition) => [edition.id, edition.sequence])).toEqual([
      ['2025-01-01.1', 1],
      ['2025-01-03.1', 2],
      ['2025-01-04.1', 3],
    ]);
  });

  test.each([
    ['white space', (text: string) => text.replaceAll(' ', '\n ')],
    ['glued words', (text: string) => text.replace('what it', 'whatit')],
    ['a cut', (text: string) => `${text.slice(0, 120)}...`],
    ['a short summary by a machine', () => 'This is about something.'],
  ])('%s is not a revision and costs nothing', (_, change) => {
    const archive = view();
    const paper = paperOf('A Paper with a Title');
    archive.take(dumpOf('2025-01-01', paper));
    const changed = { ...paper, abstract: change(paper.abstract!) };
    expect(changed.abstract).not.toBe(paper.abstract);
    expect(archive.take(dumpOf('2025-01-02', changed)).counts).toMatchObject({ revised: 0, seen: 1 });
    expect(only(archive).abstract).toBe(paper.abstract);
  });

  test('a mirror host is folded, known or not, and is no revision', () => {
    const archive = view();
    const with_ = (host: string) =>
      paperOf('A Paper with a Title', { abstract: `${abstractOf('x')} See https://${host}/spaces/a/b.` });
    archive.take(dumpOf('2025-01-01', with_('hf.barry1.top')));
    expect(only(archive).abstract).toContain('https://huggingface.co/spaces/a/b');
    archive.take(dumpOf('2025-01-02', with_('unknown-mirror.example')));
    expect(only(archive)).toMatchObject({
      revision: 1,
      abstract: expect.stringContaining('https://huggingface.co/spaces/a/b'),
    });
  });

  test('an absent value never erases a known one', () => {
    const archive = view();
    const full = paperOf('A Paper with a Title', {
      authors: ['A', 'B'],
      authorCount: 2,
      comments: 4,
      upvotes: 9,
      published: '2025-01-01',
      publishedBasis: 'explicit',
      publishedText: 'Jan 1, 2025',
    });
    archive.take(dumpOf('2025-01-01', full));
    archive.take(dumpOf('2025-01-02', paperOf(full.title, { abstract: null })));
    expect(only(archive)).toMatchObject({
      abstract: full.abstract,
      authors: ['A', 'B'],
      authorCount: 2,
      comments: 4,
      upvotes: 9,
      published: '2025-01-01',
    });
  });

  test('a late old dump rolls nothing back; its additions are new only if no dump had them', () => {
    const archive = view();
    const title = 'A Paper with a Title';
    archive.take(dumpOf('2025-02-01', paperOf(title, { comments: 7, abstract: abstractOf('the new text') })));
    const late = archive.take(
      dumpOf(
        '2025-01-01',
        paperOf(title, { comments: 1, upvotes: 3, abstract: abstractOf('the old text') }),
        paperOf('Only in the Old Dump'),
      ),
    );
    expect(late.changes.map((change) => change.kind)).toEqual(['seen', 'new']);
    expect(only(archive)).toMatchObject({
      comments: 7,
      upvotes: 3,
      abstract: abstractOf('the new text'),
      revision: 1,
      firstSeen: '2025-01-01',
      lastSeen: '2025-02-01',
    });
    expect(late.edition).toMatchObject({ id: '2025-01-01.1', sequence: 2 });
  });
});

describe('what feeds rely on', () => {
  test('ids and instants are minted once, unique, and descend in the order of the list', () => {
    const archive = view();
    archive.take(dumpOf('2025-01-01', paperOf('First of the List'), paperOf('Second of the List')));
    archive.take(dumpOf('2025-01-01', paperOf('Third, Added in the Afternoon')));
    const [second, first, third] = [...archive.records().values()]
      .sort((a, b) => (a.instant < b.instant ? -1 : 1))
      .map((paper) => paper);
    expect([first?.title, second?.title, third?.title]).toEqual([
      'First of the List',
      'Second of the List',
      'Third, Added in the Afternoon',
    ]);
    expect(new Set([...archive.records().values()].map((paper) => paper.instant)).size).toBe(3);
    const { id, instant } = first!;
    archive.take(
      dumpOf('2025-01-05', paperOf('First of the List', { arxivId: '2501.00001', abstract: abstractOf('revised') })),
    );
    const after = archive.records().get(id)!;
    expect(after).toMatchObject({ instant, arxivId: '2501.00001', revision: 2 });
    expect(after.updated > instant).toBe(true);
  });
});
