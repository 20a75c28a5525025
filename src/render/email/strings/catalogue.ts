import type { ChangeKind, LinkRel } from '../../../model/index.ts';

export type Counts = Record<Exclude<ChangeKind, 'seen'>, number>;

/** What came to a paper that was known before; told in its badge. */
export type Gain = 'title' | 'abstract' | 'code' | 'project' | 'details' | 'relisted';

/** Everything the mail says in words of ours. Values are plain text: the templates escape them. */
export interface Catalogue {
  /** The language it is written in: a BCP 47 primary tag. */
  language: string;
  dir: 'ltr' | 'rtl';
  /** "A, B and C". */
  list(items: readonly string[]): string;
  papers(count: string, one: boolean): string;
  /** The line under the masthead. `busiest` is a topic's name or `null`. */
  summary(counts: Counts, number: (n: number) => string, busiest: string | null): string;
  /** `topic` is the busiest one, `counts` are its own, `others` is how many papers stand under other topics. */
  subject(topic: string, counts: Counts, others: number, number: (n: number) => string, date: string): string;
  authors(names: readonly string[], count: number, number: (n: number) => string): string;
  upvotes(count: string, one: boolean): string;
  comments(count: string, one: boolean): string;
  badge: Record<Gain, string>;
  links: Record<LinkRel | 'search', string>;
  why: string;
  whyTopic: string;
  also: string;
  more(count: string): string;
  nothing: string;
  omitted(count: string, one: boolean): string;
  rolledOver(count: string, one: boolean): string;
  reason(name: string, topics: string): string;
  /** Text before the link, its words, text after it. */
  leave: [string, string, string];
  leaveByHand(subscription: string): string;
  site: string;
}
