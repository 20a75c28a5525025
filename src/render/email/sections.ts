import type { Day, Digest, DigestItem } from '../../model/index.ts';

/** A topic's share of a digest, whatever happened to its papers. */
export interface Group {
  topic: string;
  items: DigestItem[];
}

/** A part of the mail under one heading: a topic, or `null` for the papers that were known before and changed. */
export interface Section {
  topic: string | null;
  items: DigestItem[];
}

/** The topics of a digest in its order, each with its items. */
export function groupsOf(items: readonly DigestItem[]): Group[] {
  const groups = new Map<string, Group>();
  let group: Group | undefined;
  for (const item of items) {
    // A digest is ordered by topic, so that the group is nearly always that of the item before.
    if (group?.topic !== item.topic) group = groups.get(item.topic);
    if (group === undefined) {
      group = { topic: item.topic, items: [] };
      groups.set(item.topic, group);
    }
    group.items.push(item);
  }
  return [...groups.values()];
}

/** Whether the reader had the paper before, and it changed. */
export const isChanged = ({ kind }: DigestItem): boolean => kind === 'revised' || kind === 'enriched';

/**
 * A section for each topic that has something new, then one for what changed, in the digest's order.
 * @param groups those of all items, which are the sections when nothing changed.
 */
export function sectionsOf(items: readonly DigestItem[], groups: readonly Group[]): Section[] {
  if (!items.some(isChanged)) return [...groups];
  const changed = items.filter(isChanged);
  const fresh: Section[] = groupsOf(items.filter((item) => !isChanged(item)));
  return [...fresh, { topic: null, items: changed }];
}

/** The days of a digest's editions, each once, oldest first; never empty, since the digest has a date. */
export function daysOf({ editions, date }: Digest): [Day, ...Day[]] {
  if (editions.length === 1) return [dayOf(editions[0]!) ?? date];
  const days = editions.flatMap((id) => dayOf(id) ?? []);
  const [first, ...rest] = [...new Set(days)].sort();
  return first === undefined ? [date] : [first, ...rest];
}

const dayOf = (edition: string): Day | null => /^\d{4}-\d{2}-\d{2}/.exec(edition)?.[0] ?? null;
