import type { PaperRecord } from '../../model/index.ts';
import type { Library } from '../library.ts';
import { monthOf } from './address.ts';
import { groupBy } from './group.ts';

/** Papers by the month of their pages. */
export interface Months {
  /** The names of all months that have papers, the newest first. */
  all: readonly string[];
  /** Of the months to render, newest first as in the library. */
  papers: ReadonlyMap<string, readonly PaperRecord[]>;
  /** When the newest paper of each month was last changed, for the list of sitemaps. */
  changed: ReadonlyMap<string, string>;
}

/** One pass over the archive, in which only short texts are compared. */
export function monthsOf({ papers }: Library, wanted: ReadonlySet<string>): Months {
  const changed = new Map<string, string>();
  for (const paper of papers) {
    const month = monthOf(paper);
    const known = changed.get(month);
    if (known === undefined || paper.updated > known) changed.set(month, paper.updated);
  }
  const shown = papers.filter((paper) => wanted.has(monthOf(paper)));
  return { all: [...changed.keys()], papers: groupBy(shown, monthOf), changed };
}
