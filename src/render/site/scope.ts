import type { Edition, PaperRecord } from '../../model/index.ts';
import type { Touched } from '../library.ts';
import { monthOf } from './address.ts';
import type { Site } from './site.ts';

/** What is to be rendered: everything, or what a run touched and the pages that show it. */
export interface Scope {
  papers: Iterable<PaperRecord>;
  /** Months of their pages. */
  months: ReadonlySet<string>;
  editions: Iterable<Edition>;
  years: ReadonlySet<string>;
}

/** The scope of a run. What it costs is a matter of what was touched, but for the pages with keys. */
export function scopeOf(site: Site, touched: Touched | null): Scope {
  const { library, chronicle } = site;
  const papers = touched === null ? library.papers : [...touched.papers].flatMap((id) => library.byId.get(id) ?? []);
  const editions = touched === null ? new Set(library.editions) : editionsOf(site, touched, papers);
  const fresh =
    touched === null ? editions : new Set([...touched.editions].flatMap((id) => chronicle.edition(id) ?? []));
  return {
    papers,
    months: new Set(Array.from(papers, monthOf)),
    editions,
    years: new Set(Array.from(fresh, ({ date }) => date.slice(0, 4))),
  };
}

/** The new editions, those of the same days (they link to one another), and those that show a touched paper. */
function editionsOf({ chronicle }: Site, touched: Touched, papers: Iterable<PaperRecord>): Set<Edition> {
  const editions = new Set<Edition>();
  for (const id of touched.editions) {
    for (const edition of chronicle.on(chronicle.edition(id)?.date ?? '')) editions.add(edition);
  }
  for (const paper of papers) for (const { edition } of chronicle.events(paper)) editions.add(edition);
  return editions;
}
