import type { PaperRecord } from '../../model/index.ts';
import type { Library } from '../library.ts';
import { monthOf } from './address.ts';

/** Papers by the month of their pages. */
export interface Months {
  /** The names of all months that have papers, the newest first. */
  all: readonly string[];
  /** Of the months to render, newest first as in the library. */
  papers: ReadonlyMap<string, readonly PaperRecord[]>;
  /** When the newest paper of each month was last changed, for the list of sitemaps. */
  changed: ReadonlyMap<string, string>;
}

/** One pass over the archive, in which little more than short texts are compared. */
export function monthsOf({ papers }: Library, wanted: ReadonlySet<string>): Months {
  const changed = new Map<string, string>();
  const shown = new Map<string, PaperRecord[]>();
  let month = '';
  for (const paper of papers) {
    // They are in order, so that the month is nearly always that of the paper before.
    if (month === '' || !paper.instant.startsWith(month)) month = monthOf(paper);
    const known = changed.get(month);
    if (known === undefined || paper.updated > known) changed.set(month, paper.updated);
    if (!wanted.has(month)) continue;
    const own = shown.get(month);
    if (own === undefined) shown.set(month, [paper]);
    else own.push(paper);
  }
  return { all: [...changed.keys()], papers: shown, changed };
}
