import type { Change, Edition, Match, PaperRecord } from '../model/index.ts';
import { byInstant, type Library, type Touched } from './library.ts';
import type { CollectionItem, DatedRoundUp } from './output.ts';
import { dayBefore, type Period, periodsOf } from './periods.ts';
import type { RoundUp, TalkedOf } from './round-up.ts';

/** Most papers in a list of the best. */
const most = 10;

const made = new WeakMap<Library, Partial<Record<RoundUp['period'], readonly DatedRoundUp[]>>>();

/**
 * The round-ups of every week or month that has an edition, newest first; made once for a library. One pass over editions and
 * shelves: the papers of each are looked at when somebody asks for them.
 */
export function roundUpsOf(library: Library, unit: RoundUp['period']): readonly DatedRoundUp[] {
  const known = made.get(library) ?? {};
  made.set(library, known);
  known[unit] ??= makeRoundUps(library, unit);
  return known[unit];
}

function makeRoundUps(library: Library, unit: RoundUp['period']): DatedRoundUp[] {
  const periodOf = periodsOf(unit);
  const groups = new Map<string, { period: Period; editions: Edition[] }>();
  for (const edition of library.editions) {
    const period = periodOf(edition.date);
    const group = groups.get(period.id);
    if (group === undefined) groups.set(period.id, { period, editions: [edition] });
    else group.editions.push(edition);
  }
  const newest = library.editions.at(-1)?.date ?? '';
  const counts = topicCounts(library, (day) => periodOf(day).id);
  return [...groups.values()].reverse().map(({ period, editions }) => {
    let papers: ReturnType<typeof papersIn> | null = null;
    const look = () => {
      papers ??= papersIn(library, period, editions);
      return papers;
    };
    return {
      period: unit,
      ...period,
      editions,
      finished: newest > period.to,
      topics: topicsIn(counts, period.id, periodOf(dayBefore(period.from)).id),
      get papers() {
        return look().papers;
      },
      get best() {
        return look().best;
      },
      get talked() {
        return look().talked;
      },
      get revised() {
        return look().revised;
      },
      get code() {
        return look().code;
      },
    };
  });
}

/**
 * What a round-up says besides its papers, as a short text. Which papers those are follows from its editions, which never
 * change, and from what is known of the papers in them.
 */
export function roundUpKey({ id, editions, topics, finished }: DatedRoundUp): string {
  return JSON.stringify([id, finished, editions.map((edition) => edition.id), topics]);
}

/** Whether a paper of a round-up's editions was touched: then any of its lists may be another. */
export const roundUpTouched = ({ editions }: RoundUp, { papers }: Pick<Touched, 'papers'>): boolean =>
  papers.size > 0 && editions.some(({ changes }) => changes.some(({ paper }) => papers.has(paper)));

interface TopicCount {
  name: string;
  slug: string;
  /** Papers by period. */
  counts: Map<string, number>;
  /** The first period with any. */
  first: string;
}

function topicCounts({ topics }: Library, periodOf: (day: string) => string): TopicCount[] {
  return topics.map(({ name, slug, items }) => {
    const counts = new Map<string, number>();
    let first = '~';
    for (const { paper } of items) {
      const id = periodOf(/^\d{4}-\d{2}-\d{2}/.exec(paper.edition)?.[0] ?? paper.firstSeen);
      counts.set(id, (counts.get(id) ?? 0) + 1);
      if (id < first) first = id;
    }
    return { name, slug, counts, first };
  });
}

function topicsIn(topics: readonly TopicCount[], now: string, before: string): RoundUp['topics'] {
  return topics
    .map(({ name, slug, counts, first }) => ({
      name,
      slug,
      papers: counts.get(now) ?? 0,
      before: counts.get(before) ?? 0,
      first: first === now,
    }))
    .filter((topic) => topic.papers > 0 || topic.before > 0)
    .sort((a, b) => b.papers - a.papers || b.before - a.before || (a.slug < b.slug ? -1 : 1));
}

function papersIn({ byId, matches }: Library, period: Period, editions: readonly Edition[]) {
  const fresh: PaperRecord[] = [];
  const revised = new Map<string, { paper: PaperRecord; fields: Change['fields'] }>();
  const code = new Map<string, PaperRecord>();
  let papers = 0;
  for (const { changes } of editions.toReversed()) {
    for (const { kind, paper: id, fields } of changes) {
      if (kind === 'new') papers++;
      const paper = byId.get(id);
      if (paper === undefined) continue;
      if (kind === 'new') fresh.push(paper);
      else if (fields.some(({ field }) => field === 'code')) code.set(id, code.get(id) ?? paper);
      if (kind === 'revised' && !revised.has(id)) revised.set(id, { paper, fields });
    }
  }
  fresh.sort(byInstant);
  const items = fresh.map((paper): CollectionItem => ({ paper, matches: matches.get(paper.id) ?? [] }));
  return {
    papers,
    best: strongest(items),
    talked: items
      .flatMap((item): TalkedOf[] => {
        const { comments, upvotes } = signalsIn(item.paper, period);
        return (comments ?? 0) > 0 || (upvotes ?? 0) > 0 ? [{ ...item, comments, upvotes }] : [];
      })
      .sort((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0) || (b.comments ?? 0) - (a.comments ?? 0))
      .slice(0, most),
    revised: [...revised.values()],
    code: [...code.values()],
  };
}

/** The items that match, by strength; of equal ones the newer first. */
function strongest(items: readonly CollectionItem[]): CollectionItem[] {
  return items
    .filter((item) => item.matches.length > 0)
    .map((item) => ({ item, strength: strengthOf(item.matches) }))
    .sort((a, b) => b.strength - a.strength)
    .slice(0, most)
    .map(({ item }) => item);
}

/** A topic counts, a term of it in the title more, one in the abstract less; each term once. */
function strengthOf(matches: readonly Match[]): number {
  return matches.reduce((sum, { spans }) => {
    const title = new Set(spans.flatMap(({ field, term }) => (field === 'title' ? [term] : [])));
    const rest = new Set(spans.flatMap(({ term }) => (title.has(term) ? [] : [term])));
    return sum + 2 + 3 * title.size + rest.size;
  }, 0);
}

/** What the last dump of the period that says so says. */
function signalsIn({ sightings }: PaperRecord, { from, to }: Period): Pick<TalkedOf, 'comments' | 'upvotes'> {
  let [comments, upvotes]: [number | null, number | null] = [null, null];
  for (const sighting of sightings) {
    if (sighting.date < from || sighting.date > to) continue;
    comments = sighting.comments ?? comments;
    upvotes = sighting.upvotes ?? upvotes;
  }
  return { comments, upvotes };
}
