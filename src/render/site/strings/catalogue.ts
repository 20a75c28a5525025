import type { ChangeKind } from '../../../model/index.ts';

/** Everything the site says in words of ours, beside those it shares with the mail. Plain text: the templates escape it. */
export interface SiteCatalogue {
  skip: string;
  /** Names the navigation. */
  menu: string;
  nav: Record<'today' | 'calendar' | 'topics' | 'weeks' | 'months' | 'search' | 'subscribe', string>;
  footer: string;
  description: string;
  /** "12 papers". */
  papers(count: string, one: boolean): string;
  editions(count: string, one: boolean): string;
  /** "12 new papers". Of an edition without new ones {@link nothingNew}. */
  newPapers(count: string, one: boolean): string;
  nothingNew: string;
  withCode(count: string): string;
  changed: Record<'revised' | 'enriched' | 'relisted', (count: string) => string>;
  busiest(topic: string): string;
  sections: Record<'new' | 'relisted' | 'changed', string>;
  abstract: string;
  noAbstract: string;
  topicsLabel: string;
  empty: { title: string; text: string };
  editionOf(date: string): string;
  otherEditions: string;
  moreInEdition(count: string): string;
  numbers: string;
  day: string;
  month: string;
  charts: {
    perDay: string;
    perDaySum(papers: string, first: string, last: string, most: string, day: string): string;
    trend: string;
    trendSum(papers: string, first: string, last: string): string;
    upvotes: string;
    signalsSum(from: string, to: string): string;
  };
  calendar: {
    title: string;
    text: string;
    none: string;
    day(date: string, papers: string): string;
    legend: [string, string];
  };
  topics: {
    title: string;
    text: string;
    none: string;
    share(percent: string): string;
    queries: string;
    subscribers: string;
    nobody: string;
    newest(count: string): string;
    byMonth: string;
    all: string;
    kind: Record<'topic' | 'query' | 'subscriber', string>;
    asks: Record<'query' | 'subscriber', string>;
  };
  paper: {
    links: string;
    about: string;
    authors: string;
    organization: string;
    published: string;
    arxivId: string;
    firstSeen: string;
    lastSeen: string;
    upvotes: string;
    comments: string;
    topics: string;
    noTopic: string;
    history: string;
    signals: string;
    date: string;
    unknown: string;
    kinds: Record<Exclude<ChangeKind, 'seen'>, string>;
    fields: Record<string, string>;
    before: string;
    after: string;
    nothing: string;
  };
  roundUp: {
    weeks: string;
    months: string;
    week(number: string, year: string): string;
    text: Record<'week' | 'month', string>;
    none: string;
    sum(papers: string, editions: string): string;
    best: string;
    talked: string;
    topics: string;
    topic: string;
    count: string;
    before: Record<'week' | 'month', string>;
    first: string;
    revised: string;
    code: string;
    quiet: string;
  };
  search: {
    title: string;
    label: string;
    hint: string;
    noScript: string;
    /** What the script says; `{n}` and `{months}` are filled in by it. */
    script: Record<'loading' | 'none' | 'one' | 'many' | 'older' | 'searched' | 'failed', string>;
  };
  subscribe: {
    title: string;
    text: string;
    /** The heading of the way to a server's sign-up page, and the words of the link. */
    mailTitle: string;
    byMail: string;
    how: string[];
    howTitle: string;
    everything: string;
    roundUps: string;
    list: string;
    opml: string;
    opmlText: string;
    here: string;
    /** Before links to the same in other forms. */
    also: string;
  };
  notFound: { title: string; text: string };
}
