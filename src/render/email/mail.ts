import type { Digest } from '../../model/index.ts';
import { httpUrl } from '../paper.ts';
import type { Cards } from './cards.ts';
import type { Fragments } from './fragments.ts';
import { type Group, summary } from './headline.ts';
import { leaveUrl } from './links.ts';
import type { Shell } from './shell.ts';
import type { Strings } from './strings.ts';
import type { MailContext, Reader } from './types.ts';
import { oneLine } from '../words.ts';

/** What rendering one mail needs. */
export interface Mail {
  digest: Digest;
  reader: Reader;
  context: MailContext;
  groups: Group[];
  fragments: Fragments;
  shell: Shell;
  strings: Strings;
  cards: Cards;
}

/** The fields of `header.hbs` and `text-header.hbs`. */
export function headerView(mail: Mail): { date: string; locale: string; summary: string } {
  const { digest, strings } = mail;
  return {
    date: strings.longDate(digest.date),
    locale: strings.locale,
    summary: summary(digest, mail.groups, strings),
  };
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

/** Why the reader gets this, how to leave, what waits. Throws when the site or unsubscribe address is no such thing. */
export function footerView(mail: Mail): FooterView {
  const { digest, reader, context, strings } = mail;
  const siteUrl = context.siteUrl === null ? null : httpUrl(context.siteUrl);
  if (context.siteUrl !== null && siteUrl === null) throw new Error('the site address is not an http(s) address');
  const topics = mail.groups.map((group) => oneLine(group.topic));
  const [leaveBefore, leaveLink, leaveAfter] = strings.leave;
  return {
    rolledOver:
      digest.rolledOver > 0 ? strings.rolledOver(strings.number(digest.rolledOver), digest.rolledOver === 1) : null,
    reason: topics.length === 0 ? null : strings.reason(oneLine(reader.name ?? reader.id), strings.list(topics)),
    leaveUrl: context.mailto === null ? null : leaveUrl(context.mailto, reader.id),
    leaveBefore,
    leaveLink,
    leaveAfter,
    leaveByHand: strings.leaveByHand(oneLine(reader.id)),
    siteUrl,
    site: strings.site,
  };
}
