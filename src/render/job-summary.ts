import type { RootContent } from 'mdast';
import { heading, list, paragraph, plain, writeMarkdown } from './markdown.ts';
import type { Collection, CollectionItem } from './output.ts';
import { briefLine, paperNodes, titleLine } from './outputs/markdown.ts';
import { counted, longDay, oneLine } from './text.ts';

/**
 * Bytes of UTF-8. GitHub takes 1 MiB for the summary of a step and drops one that is larger, whole; the Action puts its own
 * report before this.
 */
export const jobSummaryLimit = 768 * 1024;

/** How much is said of a paper, most first. `null`: it is only counted. */
const levels: readonly ((item: CollectionItem, named: Set<string>) => RootContent[] | null)[] = [
  (item, named) => paperNodes(item, 3, named),
  (item) => [list([briefLine(item)])],
  (item) => [list([titleLine(item)])],
  () => null,
];

/**
 * What editions brought, for the summary of a job: every paper with its abstract, as far as that fits. Else papers step down,
 * the last ones first: to title and gist, to the title, to a number. Nothing is cut in the middle.
 * @param limit in bytes; at least some hundred for each edition.
 */
export function jobSummary(editions: readonly Collection[], limit: number = jobSummaryLimit): string {
  const items = editions.flatMap((edition) => edition.items);
  const plan = new Array<number>(items.length).fill(0);
  const sizes = levels.map((level) => items.map((item) => sizeOf(level(item, new Set()))));
  let size = items.reduce((sum, _, index) => sum + sizes[0]![index]!, Buffer.byteLength(frame(editions)));
  for (let level = 1; level < levels.length && size > limit; level++) {
    for (let index = items.length - 1; index >= 0 && size > limit; index--) {
      plan[index] = level;
      size += sizes[level]![index]! - sizes[level - 1]![index]!;
    }
  }
  let next = 0;
  const named = new Set<string>();
  const blocks = editions.flatMap((edition) => {
    const said = edition.items.map((item) => levels[plan[next++]!]!(item, named));
    const left = said.filter((nodes) => nodes === null).length;
    return [
      heading(2, plain(`Edition of ${longDay(edition.date ?? '')}`)),
      ...said.flatMap((nodes) => nodes ?? []),
      ...(left === 0 ? [] : [paragraph(plain(leftLine(left)))]),
    ];
  });
  return writeMarkdown(joined(blocks));
}

/** What stands there whatever the plan, at its largest. */
const frame = (editions: readonly Collection[]): string =>
  editions
    .map(({ date, items }) => `## Edition of ${oneLine(longDay(date ?? ''))}\n\n${leftLine(items.length)}\n\n`)
    .join('');

const leftLine = (count: number): string => `And ${counted(count, 'more paper')}.`;

/** Neighbouring lists as one. */
function joined(blocks: readonly RootContent[]): RootContent[] {
  const all: RootContent[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    if (block.type === 'list' && last?.type === 'list') last.children.push(...block.children);
    else all.push(block);
  }
  return all;
}

/** With the lines between blocks. */
const sizeOf = (nodes: RootContent[] | null): number =>
  nodes === null ? 0 : Buffer.byteLength(writeMarkdown(nodes)) + 12;
