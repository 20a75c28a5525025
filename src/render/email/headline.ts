import type { Day, Digest, DigestItem, PaperRecord } from '../../model/index.ts';
import { cutWords, oneLine } from '../words.ts';
import type { Group } from './sections.ts';
import type { Counts, Strings } from './strings.ts';
import { badgeOf, titleOf } from './view.ts';

function countsOf(items: readonly DigestItem[]): Counts {
  const counts: Counts = { new: 0, revised: 0, code: 0, enriched: 0, relisted: 0 };
  for (const item of items) counts[item.kind === 'enriched' && badgeOf(item) === 'code' ? 'code' : item.kind] += 1;
  return counts;
}

/** The topic with most papers; of equals the one that the subscription names first. */
function busiest(groups: readonly Group[]): Group | undefined {
  return groups.reduce<Group | undefined>(
    (best, group) => (best === undefined || group.items.length > best.items.length ? group : best),
    undefined,
  );
}

/**
 * The two lines under the masthead: "7 new papers for you" and "2 got code · busiest topic: Reward models". With one
 * topic the last part says that instead, and with two equally busy ones there is none. An empty second line is `null`.
 */
export function summary(
  digest: Digest,
  groups: readonly Group[],
  strings: Strings,
): { headline: string; details: string | null } {
  const counts = countsOf(digest.items);
  const most = busiest(groups);
  const alone = groups.filter((group) => group.items.length === most?.items.length).length === 1;
  const topic = groups.length > 1 && alone && most !== undefined ? oneLine(most.topic) : null;
  const [first] = digest.items.length > 1 && groups.length === 1 ? groups : [];
  const withCode = digest.items.filter(({ kind, paper }) => kind === 'new' && hasCode(paper)).length;
  const details = strings.details(counts, withCode, strings.number, topic);
  if (first !== undefined) details.push(strings.allOn(oneLine(first.topic)));
  const line = details.join(' · ');
  return {
    headline: strings.headline(counts, strings.number),
    details: line === '' ? null : line.charAt(0).toUpperCase() + line.slice(1),
  };
}

const hasCode = (paper: DigestItem['paper']): boolean => paper.links.some(({ rel }) => rel === 'code');

const LONGEST_TOPIC = 48;
const LONGEST_SUBJECT = 100;

/** The subject: the busiest topic, what it brings, and the day, so that no two days look alike in a list of mails. */
export function subject(
  digest: Digest,
  days: readonly [Day, ...Day[]],
  groups: readonly Group[],
  logo: string,
  strings: Strings,
): string {
  const date = strings.shortPeriod(days[0], days.at(-1)!);
  const group = busiest(groups);
  if (group === undefined) return `${logo}: ${strings.nothing} · ${date}`;
  const topic = cutWords(oneLine(group.topic), LONGEST_TOPIC);
  const others = digest.items.length - group.items.length;
  const line = strings.subject(topic, countsOf(group.items), others, strings.number, date);
  // Four kinds of change at once are rare, but can be long: the counts are then said of everything, in one number.
  if (line.length <= LONGEST_SUBJECT) return line;
  return `${topic}: ${strings.papers(strings.number(digest.items.length), digest.items.length === 1)} · ${date}`;
}

/** What a mail program shows beside the subject: the first titles. */
export function preheader(digest: Digest, strings: Strings): string {
  const titles = digest.items.slice(0, 3).map(({ paper }) => shortTitle(paper));
  return titles.length === 0 ? strings.nothing : titles.join(' · ');
}

const shortTitles = new WeakMap<PaperRecord, string>();

function shortTitle(paper: PaperRecord): string {
  const title = shortTitles.get(paper) ?? cutWords(titleOf(paper), 70);
  shortTitles.set(paper, title);
  return title;
}
