import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseText } from '../../src/parse/parse.ts';
import { random } from '../random.ts';
import { type Block, list, plainBlocks, plainHead, printBlocks, shuffle } from './dumps.ts';

const files = list('text', '.txt');
const counts = [55, 26, 75, 58];

/** A paper as the plain reader's block says it must be. */
function expected({ title, abstract, meta }: Block) {
  const authors = meta === null ? null : /^ {2}• (\d+) authors$/.exec(meta[0]!);
  const date = meta === null ? null : /^([A-Z][a-z]{2} \d{1,2}(?:, \d{4})?)(?: (\d+))?$/.exec(meta[2]!)!;
  const [handle, ...name] = (meta?.[0] ?? '').split(' ');
  return {
    title: title.trim(),
    abstract: abstract.replace(/\s+/g, ' ').trim(),
    authorCount: authors == null ? null : Number(authors[1]),
    organization: meta === null || authors !== null ? null : { handle, name: name.join(' ') },
    publishedText: date?.[1] ?? null,
    comments: date?.[2] === undefined ? null : Number(date[2]),
  };
}

function check(text: string, blocks: readonly Block[]) {
  const { format, file } = parseText(text, 'real.txt');
  expect(format).toBe('text');
  expect(file.lines).toMatchObject({ unexplained: 0 });
  expect(
    file.papers.map(({ title, abstract, authorCount, organization, publishedText, comments }) => ({
      title,
      abstract,
      authorCount,
      organization,
      publishedText,
      comments,
    })),
  ).toEqual(blocks.map(expected));
}

describe.each(files.map((path, index) => [index, path] as const))('text dump %i', (index, path) => {
  const text = readFileSync(path, 'utf8');
  const blocks = plainBlocks(text);

  test('as it is: every field of every paper, every line', () => {
    expect(blocks).toHaveLength(counts[index]!);
    check(text, blocks);
  });

  test('200 times shuffled, meta blocks deleted, titles that are boilerplate', () => {
    const odd = [
      'Subscribe',
      'new',
      'Daily Papers',
      'Oct 31',
      'Jan 2, 2024 5',
      '·',
      '5 authors',
      'Previous',
      'TOS',
      'Q',
      'google Google',
      'Get trending papers in your email inbox!',
      'byAK and the research community',
      'W'.repeat(799),
    ];
    for (let seed = 0; seed < 200; seed++) {
      const next = random(seed);
      const changed = shuffle(blocks, next).map((block) => ({
        title: next() < 0.15 ? odd[Math.floor(next() * odd.length)]! : block.title,
        abstract: block.abstract,
        meta: next() < 0.3 ? null : block.meta,
      }));
      check(plainHead(text) + printBlocks(changed), changed);
    }
  });
});
