import type { Archive, PaperRecord } from '../model/index.ts';

/**
 * Keys of a paper's line, in the order in which they are written, so that equal knowledge is equal bytes. The type holds
 * that it is all of them: a key that is not here would be forgotten at each commit.
 */
const paperKeys = Object.keys({
  id: true,
  title: true,
  abstract: true,
  aiSummary: true,
  arxivId: true,
  authors: true,
  authorCount: true,
  organization: true,
  published: true,
  publishedBasis: true,
  publishedText: true,
  comments: true,
  upvotes: true,
  links: true,
  revision: true,
  edition: true,
  firstSeen: true,
  lastSeen: true,
  instant: true,
  updated: true,
  sightings: true,
  variants: true,
} satisfies Record<keyof PaperRecord, true>) as (keyof PaperRecord)[];

/** A paper as the object that is written: its keys in a fixed order. */
export const orderPaper = (paper: PaperRecord): Record<string, unknown> =>
  Object.fromEntries(paperKeys.map((key) => [key, key === 'variants' ? sortKeys(paper.variants) : paper[key]]));

export const sortKeys = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)));

/** One JSON value a line. */
export const toLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** @throws SyntaxError when a line is not JSON, which a right checksum excludes short of a bug. */
export const fromLines = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What parts of an archive refer to without its being there, in words; `null` when everything hangs together. Checksums
 * tell that each file is as it was written, this that they were written together.
 */
export function danglingReference({ papers, dumps, editions }: Archive): string | null {
  const paperIds = new Set(papers.map(({ id }) => id));
  const editionIds = new Set(editions.map(({ id }) => id));
  if (editionIds.size < editions.length) return 'two editions have one name';
  const places = new Set(editions.map(({ sequence }) => sequence));
  const gap = editions.findIndex((_, index) => !places.has(index + 1));
  if (gap !== -1) return `there is no edition in place ${gap + 1}, or two in another`;
  if (paperIds.size < papers.length) return 'two papers have one id';
  const homeless = papers.find(({ edition }) => !editionIds.has(edition));
  if (homeless !== undefined)
    return `the paper ${homeless.id} names the edition ${homeless.edition}, which is not there`;
  for (const { id, changes } of editions) {
    const change = changes.find(({ paper }) => !paperIds.has(paper));
    if (change !== undefined) return `the edition ${id} names the paper ${change.paper}, which is not there`;
  }
  const dump = dumps.find(({ edition }) => edition !== null && !editionIds.has(edition));
  return dump === undefined ? null : `the dump ${dump.source} names the edition ${dump.edition}, which is not there`;
}
