import type { LinkRel } from '../../../model/index.ts';
import type { TuneLink } from '../types.ts';

/** How many papers of a digest came by each kind of change. `code`: enriched by code; `enriched`: by anything else. */
export type Counts = Record<'new' | 'revised' | 'code' | 'enriched' | 'relisted', number>;

/** What a badge can say: that a paper is new, that there is code, or what came to a paper that was known before. */
export type Badge = 'new' | 'hasCode' | 'title' | 'abstract' | 'code' | 'project' | 'details' | 'relisted';

/** Everything the mail says in words of ours. Values are plain text: the templates escape them. */
export interface Catalogue {
  /** The language it is written in: a BCP 47 primary tag. */
  language: string;
  dir: 'ltr' | 'rtl';
  /** "A, B and C". */
  list(items: readonly string[]): string;
  papers(count: string, one: boolean): string;
  /** The first line under the masthead: what came, the most telling count of it. */
  headline(counts: Counts, number: (n: number) => string): string;
  /** Parts of the second line: how many of the new have code, the other counts, the busiest topic (or `null`). */
  details(counts: Counts, withCode: number, number: (n: number) => string, busiest: string | null): string[];
  /** Of several papers when there is one topic only. */
  allOn(topic: string): string;
  /** `topic` is the busiest one, `counts` are its own, `others` is how many papers stand under other topics. */
  subject(topic: string, counts: Counts, others: number, number: (n: number) => string, date: string): string;
  authors(names: readonly string[], count: number, number: (n: number) => string): string;
  upvotes(count: string, one: boolean): string;
  comments(count: string, one: boolean): string;
  badge: Record<Badge, string>;
  links: Record<LinkRel | 'search', string>;
  /** Stands before a summary that a machine wrote. */
  aiSummary: string;
  why: string;
  whyTopic: string;
  also: string;
  more(count: string): string;
  /** Heading of the papers that were known before and changed. */
  changed: string;
  /** Headings of the chart. */
  chart: { topics: string; days: string };
  nothing: string;
  /** On a quiet day: what was looked for. */
  quiet(topics: string): string;
  omitted(count: string, one: boolean): string;
  /** Words of the link to what did not fit. */
  onTheWeb(count: string): string;
  rolledOver(count: string, one: boolean): string;
  /** `name` is `null` where the reader has none: then it is for "you". */
  reason(name: string | null, topics: string): string;
  /** Text before the link, its words, text after it. */
  leave: [string, string, string];
  /** The words of the link where it leads to a page that does it. */
  leaveHere: string;
  leaveByHand(subscription: string): string;
  site: string;
  /** What stands before the links that tune what comes, and their words. */
  tune: { lead: string; links: Record<TuneLink, string> };
}
