import type { Change, ChangeKind, Edition, PaperRecord } from '../../../model/index.ts';
import { oneLine } from '../../words.ts';
import { editionFile, relative } from '../address.ts';
import { card } from '../card.ts';
import { feedLinks, frame } from '../frame.ts';
import type { Site } from '../site.ts';
import type { Html } from '../templates.ts';

/** A paper that an edition brought or changed. */
export interface Entry {
  paper: PaperRecord;
  change: Change;
}

/** The papers of editions, in the order of their dumps; of a paper that is in several the last change. */
export function entriesOf(site: Site, editions: readonly Edition[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const edition of editions) {
    for (const change of edition.changes) {
      const paper = site.library.byId.get(change.paper);
      const known = entries.get(change.paper);
      if (paper === undefined) continue;
      // What came as new in the morning is new all day.
      if (known === undefined) entries.set(change.paper, { paper, change });
      else if (known.change.kind !== 'new') known.change = change;
    }
  }
  return [...entries.values()];
}

/** "12 new papers" and "3 with code · 2 revised · busiest topic: Agents", as in the mail. */
export function summaryOf(site: Site, entries: readonly Entry[]): { headline: string; details: string | null } {
  const { number, words, someThing } = site.strings;
  const of = (kind: ChangeKind): Entry[] => entries.filter(({ change }) => change.kind === kind);
  const fresh = of('new');
  const withCode = fresh.filter(({ paper }) => paper.links.some(({ rel }) => rel === 'code')).length;
  const busiest = busiestTopic(site, entries);
  const details = [
    ...(withCode > 0 ? [words.withCode(number(withCode))] : []),
    ...(['revised', 'enriched', 'relisted'] as const).flatMap((kind) => {
      const count = of(kind).length;
      return count > 0 ? [words.changed[kind](number(count))] : [];
    }),
    ...(busiest === null ? [] : [words.busiest(busiest)]),
  ];
  const line = details.join(' · ');
  return {
    headline: fresh.length > 0 ? someThing(fresh.length, words.newPapers) : words.nothingNew,
    details: line === '' ? null : line.charAt(0).toUpperCase() + line.slice(1),
  };
}

/** The topic with most papers, when no other has as many. */
function busiestTopic({ chronicle }: Site, entries: readonly Entry[]): string | null {
  const counts = new Map<string, number>();
  for (const { paper } of entries) {
    for (const [topic] of chronicle.topicsOf(paper)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return first === undefined || first[1] === second?.[1] ? null : oneLine(first[0]);
}

const SECTIONS = [
  { name: 'new', kinds: ['new'] },
  { name: 'relisted', kinds: ['relisted'] },
  { name: 'changed', kinds: ['revised', 'enriched'] },
] as const;

/** The papers under what became of them; those with code or a new title say so by their badges. */
export function sections(site: Site, file: string, entries: readonly Entry[]): Html {
  return SECTIONS.map(({ name, kinds }) => {
    const own = entries.filter(({ change }) => (kinds as readonly string[]).includes(change.kind));
    if (own.length === 0) return '';
    const view = { id: name, title: site.strings.words.sections[name], count: site.strings.number(own.length) };
    const items = own.map(({ paper, change }) => card(site, file, paper, change)).join('\n');
    return site.templates.render('section', view, { items });
  }).join('\n');
}

export function editionPage(site: Site, edition: Edition): string {
  const file = editionFile(edition.id);
  const { strings, chronicle } = site;
  const date = strings.longDate(edition.date);
  const entries = entriesOf(site, [edition]);
  const title = strings.words.editionOf(date);
  const summary = summaryOf(site, entries);
  const others = chronicle.on(edition.date).filter(({ id }) => id !== edition.id);
  const main = site.templates.render(
    'edition',
    {
      title,
      day: edition.date,
      ...summary,
      ...othersOf(site, file, others),
      also: strings.words.subscribe.also,
      feeds: feedLinks(file, { kind: 'edition', title, folder: `editions/${edition.id}` }),
    },
    { sections: sections(site, file, entries) },
  );
  return frame(site, { file, title, nav: 'calendar', description: `${title}: ${summary.headline}.` }, main);
}

/** Links to the other editions of a day. */
function othersOf(site: Site, file: string, others: readonly Edition[]): object {
  const { number, words, someThing } = site.strings;
  return {
    othersLabel: words.otherEditions,
    others: others.map(({ id, counts, changes }) => ({
      href: relative(file, editionFile(id)),
      text:
        counts.new > 0
          ? someThing(counts.new, words.newPapers)
          : words.papers(number(changes.length), changes.length === 1),
    })),
  };
}
