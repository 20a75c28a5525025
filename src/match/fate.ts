import type { ChangeKind } from '../model/index.ts';
import { type DigestInput, daysBetween, newestArrival, queueOf } from './digest.ts';
import { byRank } from './rank.ts';

/**
 * What planning makes of one paper.
 * `unknown`: no edition that the subscription is due has a change of it. `unwanted`: its changes are of other kinds than the
 * subscription names. `too-old`: it waited longer than allowed. `no-match`: no topic matches. `told`: the subscriber has it.
 * `taken`: the digest has it. `waits`: the digest, or its topic in it, is full.
 */
export type Fate =
  | { kind: 'unknown' | 'no-match' | 'told' }
  | { kind: 'unwanted'; changes: ChangeKind[] }
  | { kind: 'too-old'; days: number; limit: number }
  | ({ kind: 'taken' | 'waits' } & Standing);

/** A paper's place among those that could be told. */
export interface Standing {
  /** From 1; those that the next digest takes come first. */
  place: number;
  /** Papers that could be told. */
  of: number;
  /** Papers that the next digest takes. */
  takes: number;
  /** Its topic is full, though the digest is not. */
  topicFull: boolean;
  topic: string;
}

/** The fate of a paper in the digest that {@link planDigest} makes of the same input. Pure. */
export function fateOf(input: DigestInput, paper: string): Fate {
  const { subscription } = input;
  const own = input.candidates.filter((candidate) => candidate.paper.id === paper);
  if (own.length === 0) return { kind: 'unknown' };
  const kinds = new Set<string>(subscription.changes);
  const wanted = own.filter(({ change }) => kinds.has(change.kind));
  if (wanted.length === 0) return { kind: 'unwanted', changes: [...new Set(own.map(({ change }) => change.kind))] };
  const newest = newestArrival(input.candidates);
  const ages = wanted.map(({ edition, granted }) => (granted === true ? 0 : daysBetween(edition.arrived, newest)));
  const days = Math.min(...ages);
  if (days > subscription.maxAgeDays) return { kind: 'too-old', days, limit: subscription.maxAgeDays };
  const topics = new Set(subscription.topics.map(({ name }) => name));
  if (input.matches(paper).every(({ topic }) => !topics.has(topic))) return { kind: 'no-match' };
  const { entries, chosen } = queueOf(input);
  const taken = new Set(chosen.map(({ id }) => id));
  const inOrder = [...chosen, ...entries.filter(({ id }) => !taken.has(id)).sort(byRank)];
  const at = inOrder.findIndex(({ id }) => id === paper);
  if (at === -1) return { kind: 'told' };
  const takes = chosen.length;
  return {
    kind: at < takes ? 'taken' : 'waits',
    place: at + 1,
    of: inOrder.length,
    takes,
    topicFull: at >= takes && takes < subscription.maxPapers,
    topic: inOrder[at]!.topic,
  };
}
