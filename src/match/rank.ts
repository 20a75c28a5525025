/** What an entry of a digest is ranked by. */
export interface Ranked {
  topic: string;
  score: number;
  /** ISO UTC instant of the paper: newer first when scores are equal. */
  instant: string;
  /** Decides the rest, so that the order is total. */
  id: string;
  /** The topics it could stand under instead, best first, when its own is full. */
  others?: readonly { topic: string; score: number }[];
}

/** Best first: by score, then newest, then id. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.instant !== b.instant) return a.instant < b.instant ? 1 : -1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Gives each entry its topic, best entries first: its best one that is not full. What finds all its topics full is left out.
 */
function place<T extends Ranked>(ranked: readonly T[], caps: ReadonlyMap<string, number>): T[] {
  if (caps.size === 0) return [...ranked];
  const counts = new Map<string, number>();
  return ranked.flatMap((entry) => {
    const free = [entry, ...(entry.others ?? [])].find(
      ({ topic }) => (counts.get(topic) ?? 0) < (caps.get(topic) ?? Number.POSITIVE_INFINITY),
    );
    if (free === undefined) return [];
    counts.set(free.topic, (counts.get(free.topic) ?? 0) + 1);
    return free === entry ? [entry] : [{ ...entry, topic: free.topic, score: free.score }];
  });
}

/**
 * Chooses at most `cap` entries by rank, and at most as many of a topic as `caps` says. When the cap allows, every topic gets a
 * place for its best entry first, so that a broad topic does not crowd out a narrow one. Returned best first.
 */
export function choose<T extends Ranked>(
  entries: readonly T[],
  cap: number,
  caps: ReadonlyMap<string, number> = new Map(),
): T[] {
  const ranked = place([...entries].sort(byRank), caps);
  if (ranked.length <= cap) return ranked.sort(byRank);
  const best = new Map<string, T>();
  for (const entry of ranked) if (!best.has(entry.topic)) best.set(entry.topic, entry);
  const chosen = new Set<T>(best.size <= cap ? best.values() : []);
  for (const entry of ranked) {
    if (chosen.size >= cap) break;
    chosen.add(entry);
  }
  return ranked.filter((entry) => chosen.has(entry)).sort(byRank);
}
