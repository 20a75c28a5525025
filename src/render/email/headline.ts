import type { Digest, DigestItem } from '../../model/index.ts';
import type { Counts, Strings } from './strings.ts';
import { cutWords, oneLine } from '../words.ts';

/** A topic's share of a digest. */
export interface Group {
  topic: string;
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

function countsOf(items: readonly DigestItem[]): Counts {
  const counts: Counts = { new: 0, revised: 0, enriched: 0, relisted: 0 };
  for (const item of items) counts[item.kind] += 1;
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
 * "5 new papers for you, 1 revised; busiest topic: Reward models." With one topic, or with two equally busy ones, the last
 * part would say nothing.
 */
export function summary(digest: Digest, groups: readonly Group[], strings: Strings): string {
  const most = busiest(groups);
  const alone = groups.filter((group) => group.items.length === most?.items.length).length === 1;
  const topic = groups.length > 1 && alone ? most?.topic : undefined;
  return strings.summary(countsOf(digest.items), strings.number, topic === undefined ? null : oneLine(topic));
}

const LONGEST_TOPIC = 48;
const LONGEST_SUBJECT = 100;

/** The subject: the busiest topic, what it brings, and the day, so that no two days look alike in a list of mails. */
export function subject(digest: Digest, groups: readonly Group[], strings: Strings): string {
  const date = strings.shortDate(digest.date);
  const group = busiest(groups);
  if (group === undefined) return `Paperboy: ${strings.nothing} · ${date}`;
  const topic = cutWords(oneLine(group.topic), LONGEST_TOPIC);
  const others = digest.items.length - group.items.length;
  const line = strings.subject(topic, countsOf(group.items), others, strings.number, date);
  // Four kinds of change at once are rare, but can be long: the counts are then said of everything, in one number.
  if (line.length <= LONGEST_SUBJECT) return line;
  return `${topic}: ${strings.papers(strings.number(digest.items.length), digest.items.length === 1)} · ${date}`;
}

/** What a mail program shows beside the subject: the first titles. */
export function preheader(digest: Digest, strings: Strings): string {
  const titles = digest.items.slice(0, 3).map((item) => cutWords(oneLine(item.paper.title), 70));
  return titles.length === 0 ? strings.nothing : titles.join(' · ');
}
