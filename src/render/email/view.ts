import type { DigestItem, Match, PaperRecord } from '../../model/index.ts';
import { gistOf } from '../gist/index.ts';
import { paperTitle } from '../paper.ts';
import { cutWords, oneLine, unbroken } from '../words.ts';
import { linksOf, type ShownLink } from './links.ts';
import type { Badge, Strings } from './strings.ts';

/**
 * How much of a paper a card shows, fullest first; the planner goes down this list until the mail fits. `gist` and
 * `label` are the most UTF-16 units of the gist, and of the title in the labels of links. `links` says which are listed below
 * it: all, those that the title does not lead to, or none.
 */
export const VARIANTS = [
  { level: 0, name: 'full', gist: 320, label: 60, links: 'all' },
  { level: 1, name: 'short', gist: 200, label: 60, links: 'all' },
  { level: 2, name: 'brief', gist: 130, label: 30, links: 'others' },
  { level: 3, name: 'title', gist: 0, label: 0, links: 'none' },
] as const;
export type Variant = (typeof VARIANTS)[number];

/** The fields of `card.hbs`, `links.hbs` and `text-card.hbs`. Plain text; absent fields are `null`. */
export interface CardView {
  title: string;
  url: string;
  badges: string[];
  /** Organisation, or the first authors; may be written in another direction than the rest. */
  who: string | null;
  /** Number of authors, date and signals. */
  facts: string | null;
  /** Whether there is anything to say on the line of badges, who and facts. */
  meta: boolean;
  /** Stands before a gist that a machine wrote. */
  label: string | null;
  gist: string | null;
  /** Language of title and gist, where it is not that of the mail (WCAG 3.1.2). Papers of the source are in English. */
  lang: string | null;
  links: { text: string; url: string; label: string }[];
}

/** The title on one line, never empty. */
export const titleOf = (paper: PaperRecord): string => oneLine(paperTitle(paper));

/** What a card of a paper says, in the reader's language. */
export function cardView(paper: PaperRecord, badge: Badge, variant: Variant, strings: Strings): CardView {
  const title = titleOf(paper);
  const links: readonly [ShownLink, ...ShownLink[]] = linksOf(paper);
  const listed = variant.links === 'none' ? [] : variant.links === 'others' ? links.slice(1) : links;
  const gist = variant.gist === 0 ? null : gistOf(paper, variant.gist);
  const { who, count } = people(paper, strings);
  const facts = [count, published(paper, strings), ...signals(paper, strings)].filter((fact) => fact !== null);
  const hasCode = badge !== 'code' && links.some(({ rel }) => rel === 'code');
  return {
    title,
    url: links[0].url,
    badges: [badge, ...(hasCode ? (['hasCode'] as const) : [])].map((one) => strings.badge[one]),
    who,
    facts: facts.length === 0 ? null : facts.map(unbroken).join(' · '),
    meta: who !== null || facts.length > 0,
    label: gist?.source === 'ai-summary' ? strings.aiSummary : null,
    gist: gist?.text ?? null,
    lang: strings.language === 'en' ? null : 'en',
    // A list of links read aloud says "PDF" many times over; the label says of what. Its words begin with the visible
    // ones, as WCAG 2.5.3 asks. The beginning of a long title is enough, and five of them weigh on the size.
    links: listed.map(({ rel, url }) => ({
      text: strings.links[rel],
      url,
      label: `${strings.links[rel]}: ${cutWords(title, variant.label)}`,
    })),
  };
}

function people(paper: PaperRecord, strings: Strings): { who: string | null; count: string | null } {
  const total = Math.max(paper.authorCount ?? 0, paper.authors.length);
  const authors = total === 0 ? null : strings.authors([], total, strings.number);
  if (paper.organization !== null) return { who: oneLine(paper.organization.name), count: authors };
  if (paper.authors.length === 0) return { who: null, count: authors };
  return { who: strings.authors(paper.authors.map(oneLine), total, strings.number), count: null };
}

function published(paper: PaperRecord, strings: Strings): string | null {
  if (paper.published !== null) return strings.date(paper.published);
  return paper.publishedText === null ? null : oneLine(paper.publishedText);
}

/** Upvotes and comments that somebody stated. A stated 0 is left out: it tells the reader nothing. */
function signals(paper: PaperRecord, strings: Strings): string[] {
  const said: string[] = [];
  if (paper.upvotes) said.push(strings.upvotes(strings.number(paper.upvotes), paper.upvotes === 1));
  if (paper.comments) said.push(strings.comments(strings.number(paper.comments), paper.comments === 1));
  return said;
}

/** What the first badge tells. Of what came to a known paper, what the reader may have waited for comes first. */
export function badgeOf(item: DigestItem): Exclude<Badge, 'hasCode'> {
  if (item.kind === 'new' || item.kind === 'relisted') return item.kind;
  if (item.kind === 'revised') return item.fields.some((f) => f.field === 'title') ? 'title' : 'abstract';
  for (const rel of ['code', 'project'] as const) {
    const url = item.paper.links.find((link) => link.rel === rel)?.url;
    if (url === undefined) continue;
    if (item.fields.some((f) => f.after?.includes(url) && !f.before?.includes(url))) return rel;
  }
  return 'details';
}

/** The fields of `why.hbs`: terms in the order they matched, and the other topics the paper belongs to. */
export interface WhyView {
  why: string;
  topic: string | null;
  terms: string[];
  /** "2 more", when there are more terms than fit a line. */
  more: string | null;
  also: string | null;
}

const MOST_TERMS = 6;

/**
 * Why a paper is in the digest. The terms of the topic it stands under come first, then those of the others.
 * @param named whether the heading above names the topic; under another heading the line says it.
 */
export function whyView(matches: readonly Match[], topic: string, named: boolean, strings: Strings): WhyView {
  const own = matches.filter((match) => match.topic === topic);
  const rest = matches.filter((match) => match.topic !== topic);
  const terms = [...new Set([...own, ...rest].flatMap((match) => match.spans.map((span) => oneLine(span.term))))];
  const topics = [...new Set(rest.map((match) => oneLine(match.topic)))];
  const left = terms.length - MOST_TERMS;
  return {
    why: strings.why,
    topic: named ? null : oneLine(topic),
    terms: terms.length === 0 ? [strings.whyTopic] : terms.slice(0, MOST_TERMS),
    more: left > 0 ? strings.more(strings.number(left)) : null,
    also: topics.length === 0 ? null : `${strings.also} ${strings.list(topics)}`,
  };
}
