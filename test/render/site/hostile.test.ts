import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/index.ts';
import { HOSTILE } from '../email/hostile.ts';
import { hostile as corpus, match, paper } from '../fixtures.ts';
import { shape, tags } from '../html.ts';
import { change, edition, libraryOf, type Sample, sighting, siteOf } from './sample.ts';

/** An archive in which every text is the given one. */
function sampleOf(text: string): Sample {
  const id = '2026-02-27.1';
  const shown = paper(1, {
    title: text,
    abstract: `${text}\n\n${text}`,
    aiSummary: text,
    authors: [text, text],
    authorCount: 2,
    organization: { handle: 'x', name: text },
    published: null,
    publishedText: text,
    edition: id,
    firstSeen: '2026-02-27',
    lastSeen: '2026-02-27',
    instant: '2026-02-27T00:00:01Z',
    updated: '2026-02-27T00:00:01Z',
    upvotes: 2,
    sightings: [sighting(id, 1), sighting('2026-02-28.1', 2)],
    links: [
      { rel: 'page', url: 'javascript:alert(1)' },
      { rel: 'code', url: 'https://code.example.org/"onclick="x' },
    ],
  });
  const later: Change = change(shown, {
    kind: 'revised',
    fields: [
      { field: 'title', before: text, after: text },
      { field: 'abstract', before: null, after: text.repeat(20) },
      { field: text, before: text, after: null },
    ],
    reason: text,
  });
  const gotCode = change(shown, { kind: 'enriched', fields: [{ field: 'code', before: null, after: text }] });
  return {
    archive: {
      papers: [shown],
      dumps: [],
      editions: [
        edition(id, 1, [change(shown)]),
        edition('2026-02-28.1', 2, [later]),
        edition('2026-02-28.2', 3, [gotCode]),
      ],
      clock: {},
      unsettled: [],
    },
    matches: new Map([[shown.id, [match(text, text, `${text} too`), match('benign', text)]]]),
    topics: [text, 'benign'],
  };
}

const pagesOf = (text: string): Map<string, string> => siteOf(libraryOf(sampleOf(text)));

const benign = pagesOf('Benign');
const texts = [...new Set([...HOSTILE, ...Object.values(corpus).map(({ text }) => text)])];

describe.each(texts)('%j', (text) => {
  const files = pagesOf(text);
  const literal = text
    .replace(/\p{Cs}|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

  test('adds no file, node, attribute or comment to any page', () => {
    expect([...files.keys()]).toEqual([...benign.keys()]);
    for (const [file, html] of files) {
      if (file.endsWith('.html')) expect(shape(html), file).toEqual(shape(benign.get(file)!));
    }
  });

  test('comes out literally', () => {
    const file = [...files.keys()].find((one) => one.startsWith('papers/'))!;
    const [heading] = tags(files.get(file)!).filter(({ name }) => name === 'h1');
    expect(heading!.text.replace(/\s+/gu, ' ').trim()).toBe(literal);
  });

  test('the search shard is one call with rows of texts', () => {
    const source = files.get('search/2026-02.js')!;
    expect(source).not.toMatch(/[<>&\u2028\u2029]/);
    const call = /^paperboySearch\("2026-02",([\s\S]*)\);\n$/.exec(source);
    expect(JSON.parse(call![1]!)[0][1].replace(/\s+/gu, ' ').trim()).toBe(literal);
  });
});

test('only http(s) addresses are links', () => {
  for (const html of benign.values()) {
    for (const { attributes } of tags(html)) {
      const target = attributes.href ?? attributes.src ?? '';
      expect(target).not.toMatch(/^\s*(?:javascript|data|vbscript):/i);
    }
  }
});

test('positive control: the comparison sees a title that is not escaped', () => {
  const [file, html] = [...benign].find(([one]) => one.startsWith('papers/'))!;
  expect(shape(html.replace('>Benign</h1>', '>Let us <think></h1>')), file).not.toEqual(shape(html));
});
