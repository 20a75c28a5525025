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
  for (const item of items) {
    const group = groups.get(item.topic);
    if (group === undefined) groups.set(item.topic, { topic: item.topic, items: [item] });
    else group.items.push(item);
  }
  return [...groups.values()];
}

/** Whether the reader had the paper before, and it changed. */
export const isChanged = ({ kind }: DigestItem): boolean => kind === 'revised' || kind === 'enriched';

/** A section for each topic that has something new, then one for what changed, in the digest's order. */
export function sectionsOf(items: readonly DigestItem[]): Section[] {
  const changed = items.filter(isChanged);
  const fresh: Section[] = groupsOf(items.filter((item) => !isChanged(item)));
  return changed.length === 0 ? fresh : [...fresh, { topic: null, items: changed }];
}

/** The days of a digest's editions, each once, oldest first; never empty, since the digest has a date. */
export function daysOf({ editions, date }: Digest): [Day, ...Day[]] {
  const days = editions.flatMap((id) => /^\d{4}-\d{2}-\d{2}/.exec(id)?.[0] ?? []);
  const [first, ...rest] = [...new Set(days)].sort();
  return first === undefined ? [date] : [first, ...rest];
}
