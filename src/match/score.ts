import { UTCDate } from '@date-fns/utc/date';
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import type { Instant, Subject } from '../model/index.ts';

/** How often one term was found in a paper. */
export interface TermCount {
  title: number;
  abstract: number;
  /** Words in the term. */
  words: number;
  /** From 0 to 1; 1 when no archive says. */
  rarity: number;
}

/** BM25 (Robertson and Zaragoza 2009): how soon more of the same term stops to count, and how much length matters. Tuned: docs/matching.md. */
const K1 = 2.5;
const B = 0.5;
/** A term in the title says more of what a paper is about than one in the abstract. */
const TITLE_WEIGHT = 3;
/** Typical lengths in tokens, measured on Daily Papers. Constants, so that a score does not depend on other papers. */
const TITLE_LENGTH = 11;
const ABSTRACT_LENGTH = 190;
/** A title is never so long that a word in it stops to say what the paper is about. */
const LONGEST_TITLE = 1.2;
/** What an abstract counts at the most, however often it names a term: less than one word of the longest title (3 / 1.2). Tuned. */
const ABSTRACT_LIMIT = 1.6;
/** A phrase says more than a word; at most three more words count. */
const PHRASE_BONUS = 0.2;
/** What a term keeps of its score when it is in every paper. */
const COMMON_SHARE = 0.3;

/**
 * One term's part of a match's score: a saturating, length-normalised count over both fields (BM25F), times the term's
 * rarity. The score of a match is the sum over its distinct terms, so more terms count more than more of one term. Of one
 * term the abstract alone never counts as much as the title, and a short abstract (a dump may cut it) is not taken for a dense one.
 * `lengths` are in tokens. Finite; positive when the term was found at all.
 */
export function termScore(term: TermCount, lengths: { title: number; abstract: number }): number {
  const title = (TITLE_WEIGHT * term.title) / Math.min(LONGEST_TITLE, norm(lengths.title, TITLE_LENGTH));
  const mentions = term.abstract / Math.max(1, norm(lengths.abstract, ABSTRACT_LENGTH));
  const abstract = (mentions * ABSTRACT_LIMIT) / (mentions + ABSTRACT_LIMIT);
  const count = title + abstract;
  const weight = (1 + PHRASE_BONUS * Math.min(term.words - 1, 3)) * (COMMON_SHARE + (1 - COMMON_SHARE) * term.rarity);
  return (weight * count * (K1 + 1)) / (count + K1);
}

/** How much longer a text is than usual, in part. */
const norm = (length: number, usual: number): number => 1 - B + (B * length) / usual;

/** A name that was asked for and found: as much as a word in the title. */
export const NAME_SCORE = 1.5;

/** The most that votes and newness add, as shares of relevance: together less than lies between a word in the abstract and one in the title. */
const COMMUNITY = 0.1;
const FRESHNESS = 0.1;
/** Votes and comments at which the community's part is full. */
const MANY_VOTES = 200;
/** Days after which newness counts half. */
const HALF_LIFE = 14;

/** The community's share: votes, and comments twice; logarithmic. 0 when nobody stated a number. */
export function communityShare({ upvotes, comments }: Pick<Subject, 'upvotes' | 'comments'>): number {
  const votes = Math.max(0, (upvotes ?? 0) + 2 * (comments ?? 0));
  return COMMUNITY * Math.min(1, Math.log1p(votes) / Math.log1p(MANY_VOTES));
}

/** The share of a paper's newness on a day: halved every fortnight. 0 when one of the days is not known. */
export function freshnessShare(
  { published, firstSeen }: Pick<Subject, 'published' | 'firstSeen'>,
  now: Instant | null,
): number {
  const day = published ?? firstSeen ?? null;
  if (day === null || now === null) return 0;
  const age = differenceInCalendarDays(new UTCDate(now), new UTCDate(day));
  return Number.isFinite(age) ? FRESHNESS * 0.5 ** (Math.max(0, age) / HALF_LIFE) : 0;
}

/**
 * What the shares are of: the relevance, so that they order what is about equally relevant. Where nothing was looked for but
 * properties, no relevance tells papers apart, and the shares alone do.
 */
export function shared(relevance: number): number {
  return relevance > 0 ? relevance : 1;
}

/** Four decimals: a score prints the same everywhere, in whatever order its parts were added. */
export function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
