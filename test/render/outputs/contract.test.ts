import { afterEach, describe, expect, test, vi } from 'vitest';
import { emptyArchive } from '../../../src/diff/source.ts';
import type { Collection, Output } from '../../../src/render/output.ts';
import { outputs } from '../../../src/render/outputs/index.ts';
import {
  allOf,
  archive,
  collection,
  context,
  editionOf,
  editions,
  hostile,
  noSite,
  paper,
  papers,
  subscriberOf,
  topicOf,
} from '../fixtures.ts';

const table: [string, Output][] = Object.entries(outputs);
const collections: Collection[] = [allOf(), topicOf('reasoning'), subscriberOf(), editionOf(editions[1]!)];

afterEach(() => {
  vi.useRealTimers();
});

describe.each(table)('output %s', (name, output) => {
  test.each(collections.filter((each) => output.kinds.includes(each.kind)))('golden $path', async (each) => {
    const file = `../../golden/outputs/${name}/${each.path.replaceAll('/', '-')}-${output.file}`;
    await expect(output.render(each, context)).toMatchFileSnapshot(file);
  });

  test('golden without a site, and of nothing', async () => {
    const folder = `../../golden/outputs/${name}`;
    await expect(output.render(allOf(archive, new Map()), noSite)).toMatchFileSnapshot(
      `${folder}/no-site-${output.file}`,
    );
    const nothing = allOf(emptyArchive());
    await expect(output.render(nothing, context)).toMatchFileSnapshot(`${folder}/empty-${output.file}`);
  });

  test('the same collection gives the same bytes, whatever the clock says', () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
    const empty = collection([], { date: null });
    const before = [...collections, empty].map((each) => output.render(each, context));
    vi.setSystemTime(new Date('2031-07-07T07:07:07Z'));
    expect([...collections, empty].map((each) => output.render(each, context))).toEqual(before);
    // Positive control: the clock did move.
    expect(new Date().getUTCFullYear()).toBe(2031);
    expect(before.join('')).not.toMatch(/2026-01|Jan 2026/);
  });

  test('does not depend on the order of the archive, nor change its input', () => {
    const items = papers.map((each) => ({ paper: each, matches: [] }));
    const frozen = structuredClone(items);
    expect(output.render(collection(items), context)).toBe(output.render(collection(items.toReversed()), context));
    expect(items).toEqual(frozen);
  });

  test('ends with a line end and has no other control character', () => {
    for (const each of Object.values(hostile)) {
      const text = output.render(
        collection([{ paper: paper(1, { title: each.text, abstract: each.text }), matches: [] }]),
        context,
      );
      expect(text.endsWith('\n')).toBe(true);
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff\p{Surrogate}]/u);
    }
  });

  test('a feed shows whatever it is given, another output 200 papers, the newest', () => {
    const many = Array.from({ length: 250 }, (_, index) => ({ paper: paper(index + 1), matches: [] }));
    const text = output.render(collection(many), context);
    for (const [number, there] of [
      [250, true],
      [51, true],
      [50, output.feed],
    ] as const) {
      expect(new RegExp(`Paper number ${number}\\b`).test(text), `paper ${number}`).toBe(there);
    }
  });

  test('a script address or a relative one never becomes a link', () => {
    const links = [
      { rel: 'page' as const, url: 'javascript:alert(1)' },
      { rel: 'arxiv' as const, url: '/papers/1' },
      { rel: 'code' as const, url: 'data:text/html,<script>alert(1)</script>' },
      { rel: 'project' as const, url: 'https://project.example/a"b<c>?x=1&y=2' },
    ];
    const text = output.render(collection([{ paper: paper(1, { title: 'Plain', links }), matches: [] }]), context);
    expect(text).not.toMatch(/javascript:|data:text/);
    expect(text).toContain('https://huggingface.co/papers?q=Plain');
    expect(text).toContain('https://project.example/a%22b%3Cc%3E');
  });
});
