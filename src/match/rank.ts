/** What an entry of a digest is ranked by. */
export interface Ranked {
  topic: string;
  score: number;
  /** ISO UTC instant of the paper: newer first when scores are equal. */
  instant: string;
  /** Decides the rest, so that the order is total. */
  id: string;
}

/** Best first: by score, then newest, then id. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.instant !== b.instant) return a.instant < b.instant ? 1 : -1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Chooses at most `cap` entries by rank. When the cap allows, every topic gets a place for its best entry first, so that a
 * broad topic does not crowd out a narrow one. Returned best first.
 */
export function choose<T extends Ranked>(entries: readonly T[], cap: number): T[] {
  const ranked = [...entries].sort(byRank);
  if (ranked.length <= cap) return ranked;
  const best = new Map<string, T>();
  for (const entry of ranked) if (!best.has(entry.topic)) best.set(entry.topic, entry);
  const chosen = new Set<T>(best.size <= cap ? best.values() : []);
  for (const entry of ranked) {
    if (chosen.size >= cap) break;
    chosen.add(entry);
  }
  return ranked.filter((entry) => chosen.has(entry));
}
