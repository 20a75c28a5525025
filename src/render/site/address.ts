import { createHash } from 'node:crypto';
import type { PaperRecord } from '../../model/index.ts';

/**
 * The page of a paper. By the day of its instant and a hash of its permanent id, neither of which ever changes, so that a link to it
 * holds when its title or its arXiv id arrives or changes.
 */
export function paperFile(paper: Pick<PaperRecord, 'id' | 'instant'>): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(paper.instant)?.[0] ?? 'undated';
  // A readable name where the id has one: the arXiv id at first sight.
  const arxiv = /\/(\d{4}\.\d{4,5})$/.exec(paper.id)?.[1];
  const name = arxiv ?? createHash('sha256').update(paper.id).digest('hex').slice(0, 16);
  return `papers/${day}/${name}.html`;
}

/** The month of a paper's page: that of the search shard and of the sitemap it stands in. Asked of every paper of the archive. */
export const monthOf = ({ instant }: Pick<PaperRecord, 'instant'>): string =>
  instant.charAt(4) === '-' && instant.charAt(7) === '-' && /^\d{4}-\d{2}$/.test(instant.slice(0, 7))
    ? instant.slice(0, 7)
    : 'undated';

export const editionFile = (id: string): string => `editions/${id}/index.html`;

/** The way from one file of the site to another, so that the site works wherever it lies, also opened from disk. */
export function relative(from: string, to: string): string {
  const [here, there] = [from.split('/'), to.split('/')];
  let shared = 0;
  while (shared < here.length - 1 && shared < there.length - 1 && here[shared] === there[shared]) shared++;
  return '../'.repeat(here.length - 1 - shared) + there.slice(shared).join('/');
}

/** The address of a page under the site's own: without `index.html`, which servers leave out. */
export const absolute = (siteUrl: string, file: string): string =>
  `${siteUrl}/${file.replace(/(^|\/)index\.html$/, '$1')}`;
