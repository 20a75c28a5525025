import { createHash } from 'node:crypto';
import { UTCDate } from '@date-fns/utc/date';
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import type { Change, Day, Digest, DigestItem, Edition, Match, PaperRecord, Subscription } from '../model/index.ts';
import { byRank, choose, type Ranked } from './rank.ts';

/** One change that a digest could tell of. */
export interface Candidate {
  change: Change;
  /** The edition that brought the change. */
  edition: Edition;
  /** The paper as it is known now. */
  paper: PaperRecord;
  /** From before the subscription, by its `backfill`: never too old. */
  granted?: boolean;
}

export interface DigestInput {
  subscription: Subscription;
  /** The channel's name. */
  channel: string;
  /** Changes of the editions that the subscription is due, including those that did not fit before, in any order. */
  candidates: readonly Candidate[];
  /** The paper's matches with the subscription's topics, best first; empty when it does not match. */
  matches: (paperId: string) => readonly Match[];
  /** Whether this subscriber got this revision of the paper on this channel. */
  delivered: (paperId: string, revision: number) => boolean;
}

/** Days from one day to another; 0 when one of them is not a day, so that nothing is dropped for it. */
export function daysBetween(from: Day, to: Day): number {
  const days = differenceInCalendarDays(new UTCDate(to), new UTCDate(from));
  return Number.isFinite(days) ? days : 0;
}

/** Whether the subscriber has a revision of the paper from `first` on. */
function got(input: DigestInput, paper: PaperRecord, first: number): boolean {
  for (let revision = first; revision <= paper.revision; revision++) {
    if (input.delivered(paper.id, revision)) return true;
  }
  return false;
}

/** The one change by which a paper appears: the latest, or `new` when the subscriber never got the paper. */
function pick(input: DigestInput, candidates: readonly Candidate[]): Candidate | null {
  const open = candidates.filter(({ change, paper }) => !got(input, paper, change.revision));
  const fresh = open.find(({ change }) => change.kind === 'new');
  if (fresh !== undefined) return fresh;
  let latest: Candidate | null = null;
  for (const candidate of open) {
    if (latest === null || candidate.edition.sequence > latest.edition.sequence) latest = candidate;
  }
  return latest;
}

interface Entry extends Ranked {
  candidate: Candidate;
  matches: Match[];
}

/** The day that the age of a change is counted to: that of the newest arrival among the candidates. */
export function newestArrival(candidates: readonly Candidate[]): Day {
  let newest = '';
  for (const { edition } of candidates) if (edition.arrived > newest) newest = edition.arrived;
  return newest;
}

/** The candidates that may appear, one a paper, each under the topic of its best match. */
function entriesOf(input: DigestInput): Entry[] {
  const { subscription, candidates } = input;
  const newest = newestArrival(candidates);
  const wanted = new Set<string>(subscription.changes);
  const byPaper = new Map<string, Candidate[]>();
  // An archive of years has many changes and few days: each is reckoned once.
  const ages = new Map<Day, number>();
  const ageOf = (day: Day): number => {
    const age = ages.get(day) ?? daysBetween(day, newest);
    ages.set(day, age);
    return age;
  };
  for (const candidate of candidates) {
    if (!wanted.has(candidate.change.kind)) continue;
    if (candidate.granted !== true && ageOf(candidate.edition.arrived) > subscription.maxAgeDays) continue;
    const same = byPaper.get(candidate.paper.id);
    if (same === undefined) byPaper.set(candidate.paper.id, [candidate]);
    else same.push(candidate);
  }
  const topics = new Set(subscription.topics.map(({ name }) => name));
  const entries: Entry[] = [];
  for (const [id, same] of byPaper) {
    const matches = input.matches(id).filter(({ topic }) => topics.has(topic));
    const best = matches[0];
    const candidate = best === undefined ? null : pick(input, same);
    if (best === undefined || candidate === null) continue;
    const { score, topic } = best;
    const others = matches.slice(1);
    entries.push({ id, topic, score, others, instant: candidate.paper.instant, candidate, matches });
  }
  return entries;
}

/** What may appear, and what of it the digest takes, best first. */
export function queueOf(input: DigestInput): { entries: Entry[]; chosen: Entry[] } {
  const { subscription } = input;
  const entries = entriesOf(input);
  const caps = new Map(
    subscription.topics.flatMap(({ name, maxPapers }) => (maxPapers === undefined ? [] : [[name, maxPapers] as const])),
  );
  return { entries, chosen: choose(entries, Math.max(0, subscription.maxPapers), caps) };
}

/**
 * Plans one subscriber's digest: what to tell, in which order, what waits. Pure: the age of a change counts from the date
 * of the newest edition among the candidates, not from today, so a re-run plans the same. `null` when there is nothing
 * to send.
 *
 * A paper counts as told when its revision of the change, or a later one, was delivered; the ledger should therefore
 * record `item.paper.revision`. The digest's id covers just that: subscription, channel, and each paper's id, revision
 * and kind.
 */
export function planDigest(input: DigestInput): Digest | null {
  const { subscription, channel } = input;
  const { entries, chosen } = queueOf(input);
  if (chosen.length === 0) return null;

  const order = new Map(subscription.topics.map(({ name }, index) => [name, index]));
  chosen.sort((a, b) => order.get(a.topic)! - order.get(b.topic)! || byRank(a, b));
  const items = chosen.map(({ candidate: { change, paper }, topic, matches }): DigestItem => {
    // `seen` was filtered out with the kinds that the subscription does not name.
    const kind = change.kind as DigestItem['kind'];
    return { paper, kind, fields: kind === 'new' ? [] : change.fields, topic, matches };
  });
  const editions = new Map<string, Edition>();
  for (const { candidate } of chosen) editions.set(candidate.edition.id, candidate.edition);
  const inOrder = [...editions.values()].sort((a, b) => a.sequence - b.sequence);
  const date = inOrder.reduce((latest, edition) => (edition.date > latest ? edition.date : latest), '');
  const content = items.map(({ paper, kind }) => [paper.id, paper.revision, kind]);
  const hash = createHash('sha256')
    .update(JSON.stringify([subscription.id, channel, content]))
    .digest('hex');
  return {
    id: `${date}-${hash.slice(0, 12)}`,
    subscription: subscription.id,
    channel,
    date,
    editions: inOrder.map(({ id }) => id),
    items,
    rolledOver: entries.length - chosen.length,
  };
}
