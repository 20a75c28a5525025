/** How often one term was found in a paper. */
export interface TermCount {
  title: number;
  abstract: number;
  /** Words in the term. */
  words: number;
}

/** BM25 (Robertson and Zaragoza 2009): how soon more of the same term stops to count, and how much length matters. */
const K1 = 1.2;
const B = 0.5;
/** A term in the title says more of what a paper is about than one in the abstract. */
const TITLE_WEIGHT = 3;
/** Typical lengths in tokens, measured on Daily Papers. Constants, so that a score does not depend on other papers. */
const TITLE_LENGTH = 11;
const ABSTRACT_LENGTH = 190;
/** A phrase is rarer than a word. Stands in for rarity, which needs the archive; at most three more words count. */
const PHRASE_BONUS = 0.2;

/**
 * One term's part of a match's score: a saturating, length-normalised count over both fields (BM25F). The score of a match
 * is the sum over its distinct terms, so more terms count more than more of one term. `lengths` are in tokens. Finite;
 * positive when the term was found at all.
 */
export function scoreOf(term: TermCount, lengths: { title: number; abstract: number }): number {
  const title = TITLE_WEIGHT / (1 - B + (B * lengths.title) / TITLE_LENGTH);
  const abstract = 1 / (1 - B + (B * lengths.abstract) / ABSTRACT_LENGTH);
  const count = term.title * title + term.abstract * abstract;
  const weight = 1 + PHRASE_BONUS * Math.min(term.words - 1, 3);
  return (weight * count * (K1 + 1)) / (count + K1);
}

/** Four decimals: a score prints the same everywhere, in whatever order its parts were added. */
export function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

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
