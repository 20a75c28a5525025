import type { Day, Digest } from '../../model/index.ts';
import { httpUrl } from '../paper.ts';
import { cutWords, oneLine } from '../words.ts';
import { kept, remembering } from './caches.ts';
import { type Cards, type Piece, piece } from './cards.ts';
import { type Chart, chartOf } from './chart.ts';
import type { Fragments } from './fragments.ts';
import { summary } from './headline.ts';
import { leaveUrl } from './links.ts';
import { daysOf, type Group, groupsOf, type Section, sectionsOf } from './sections.ts';
import type { Shell } from './shell.ts';
import type { Strings } from './strings.ts';
import type { MailContext, Reader } from './types.ts';

/** What rendering one mail needs. */
export interface Mail {
  digest: Digest;
  reader: Reader;
  context: MailContext;
  days: [Day, ...Day[]];
  groups: Group[];
  sections: Section[];
  chart: Chart | null;
  fragments: Fragments;
  shell: Shell;
  strings: Strings;
  cards: Cards;
  frame: Frame;
}

/** Fragments that many mails of a day share: headings, and what stands above them. */
export interface Frame {
  /** @param key says what the view says, within its name. */
  piece(name: 'topic' | 'note' | 'header', key: string, view: object): Piece;
}

/** Most fragments of each name kept. */
const MOST_KEPT = 2_000;

export function createFrame(fragments: Fragments): Frame {
  const pieces = { topic: new Map<string, Piece>(), note: new Map<string, Piece>(), header: new Map<string, Piece>() };
  return {
    piece: (name, key, view) => kept(pieces[name], key, () => piece(fragments.render(name, view)), MOST_KEPT),
  };
}

/** Puts together what rendering one mail needs. */
export function mailOf(
  parts: Pick<Mail, 'digest' | 'reader' | 'context' | 'fragments' | 'shell' | 'strings' | 'cards' | 'frame'>,
): Mail {
  const { digest, reader, context, fragments, shell, strings, cards, frame } = parts;
  const groups = groupsOf(digest.items);
  const days = daysOf(digest);
  const sections = sectionsOf(digest.items, groups);
  const chart = chartOf(digest, days, groups, strings);
  // Named one by one: spreading the parts took a tenth of the time of a whole mail.
  return { digest, reader, context, days, groups, sections, chart, fragments, shell, strings, cards, frame };
}

/** The fields of `header.hbs` and `text-header.hbs`; absent parts are `null`. */
export interface HeaderView {
  date: string;
  locale: string;
  headline: string;
  details: string | null;
  chart: Chart | null;
}

export function headerView({ digest, days, groups, chart, strings }: Mail): HeaderView {
  const date = strings.longPeriod(days[0], days.at(-1)!);
  return { date, locale: strings.locale, ...summary(digest, groups, strings), chart };
}

/** What a mail without papers says. */
export function quietNote({ reader, strings }: Mail): string {
  const topics = (reader.topics ?? []).map(oneLine);
  return topics.length === 0 ? strings.nothing : strings.quiet(named(topics, strings));
}

/** Most topics that a sentence names: a reader may have hundreds, and the mail has a limit. */
const MOST_NAMED = 8;
/** And most of the name of each, in UTF-16 units. */
const LONGEST_NAMED = 80;

function named(topics: readonly string[], strings: Strings): string {
  const left = topics.length - MOST_NAMED;
  const names = topics.slice(0, MOST_NAMED).map((topic) => cutWords(topic, LONGEST_NAMED));
  return strings.list(left > 0 ? [...names, strings.more(strings.number(left))] : names);
}

/** The fields of `footer.hbs`, and what the text twin's foot is made of. Absent parts are `null`. */
export interface FooterView {
  rolledOver: string | null;
  reason: string | null;
  leaveUrl: string | null;
  leaveBefore: string;
  leaveLink: string;
  leaveAfter: string;
  leaveByHand: string;
  siteUrl: string | null;
  site: string;
}

/** The same few in every mail of a run. */
const urlOf = remembering(httpUrl);
export const topicOf = remembering(oneLine);

/** Why the reader gets this, how to leave, what waits. Throws when the site or unsubscribe address is no such thing. */
export function footerView(mail: Mail): FooterView {
  const { digest, reader, context, strings } = mail;
  const siteUrl = context.siteUrl === null ? null : urlOf(context.siteUrl);
  if (context.siteUrl !== null && siteUrl === null) throw new Error('the site address is not an http(s) address');
  const topics = mail.groups.map((group) => topicOf(group.topic));
  const [leaveBefore, leaveLink, leaveAfter] = strings.leave;
  return {
    rolledOver:
      digest.rolledOver > 0 ? strings.rolledOver(strings.number(digest.rolledOver), digest.rolledOver === 1) : null,
    reason: topics.length === 0 ? null : strings.reason(calledIn(mail), named(topics, strings)),
    leaveUrl: leaveUrlOf(mail),
    leaveBefore,
    leaveLink: context.leave?.url ? strings.leaveHere : leaveLink,
    leaveAfter,
    leaveByHand: strings.leaveByHand(oneLine(reader.id)),
    siteUrl,
    site: strings.site,
  };
}

/** Who subscribed by mail or on the web has no name here, and an id that says nothing to anybody. */
const calledIn = ({ reader, context }: Mail): string | null =>
  reader.name === null && context.leave ? null : oneLine(reader.name ?? reader.id);

function leaveUrlOf({ reader, context }: Mail): string | null {
  const { mailto, leave = null } = context;
  const page = leave?.url ? httpUrl(leave.url) : null;
  if (page !== null) return page;
  return mailto === null ? null : leaveUrl(mailto, leave?.token ?? reader.id);
}
