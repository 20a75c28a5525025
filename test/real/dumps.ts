import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of real dumps; see CONTRIBUTING.md. Without it this suite fails instead of passing on nothing. */
export const root = (() => {
  const folder = process.env.PAPERBOY_REAL_DUMPS;
  if (folder === undefined || folder === '') throw new Error('set PAPERBOY_REAL_DUMPS to the folder of real dumps');
  return folder;
})();

export const list = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(root, folder, name));

export const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

/** A paper of a T1-T3 dump as lines, found by the regular structure of the real dumps alone. */
export interface Block {
  title: string;
  abstract: string;
  meta: string[] | null;
}

/**
 * Reads the four real dumps in the plainest way there is: paragraphs by blank lines after the sixth; three-line
 * paragraphs are meta blocks; the others alternate title, abstract. Shares nothing with the product.
 */
export function plainBlocks(text: string): Block[] {
  const paragraphs = text.split(/\n\n+/).slice(6);
  const blocks: Block[] = [];
  let pending: string | null = null;
  for (const paragraph of paragraphs) {
    const lines = paragraph.split('\n');
    if (lines.length === 3) blocks.at(-1)!.meta = lines;
    else if (pending === null) pending = paragraph;
    else {
      blocks.push({ title: pending, abstract: paragraph, meta: null });
      pending = null;
    }
  }
  return blocks;
}

export const plainHead = (text: string): string => `${text.split(/\n\n+/).slice(0, 6).join('\n\n')}\n\n`;

export const printBlocks = (blocks: readonly Block[]): string =>
  blocks
    .map(({ title, abstract, meta }) => [title, abstract, ...(meta === null ? [] : [meta.join('\n')])].join('\n\n'))
    .join('\n\n');

export function shuffle<T>(values: readonly T[], next: () => number): T[] {
  const copy = [...values];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
