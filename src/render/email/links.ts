import type { LinkRel, PaperRecord } from '../../model/index.ts';
import { checkAddress, leaveSubject, mailtoUrl } from '../../model/mailbox.ts';
import { paperLinks, paperUrl } from '../paper.ts';
import { oneLine } from '../words.ts';

/** A link as the mail shows it. `search`: the paper has no address of its own, so a search for its title stands in. */
export interface ShownLink {
  rel: LinkRel | 'search';
  url: string;
}

/**
 * The links of a paper in a fixed order, one of each kind, never empty. The first is the title's target: the paper itself,
 * never its code. Without a page of its own a search for the title stands in, as in the feeds.
 */
export function linksOf(paper: PaperRecord): [ShownLink, ...ShownLink[]] {
  const shown: ShownLink[] = [];
  for (const { rel, url } of paperLinks(paper)) {
    if (!shown.some((link) => link.rel === rel)) shown.push({ rel, url });
  }
  const [first, ...rest] = shown;
  if (first !== undefined && (first.rel === 'page' || first.rel === 'arxiv')) return [first, ...rest];
  return [{ rel: 'search', url: paperUrl(paper) }, ...shown];
}

/** The `mailto:` URL for leaving. Throws when it is no plain address: that is a fault of configuration. */
export function leaveUrl(address: string, subscription: string): string {
  if (!checkAddress(address).ok) throw new Error('the unsubscribe address is not a plain e-mail address');
  return mailtoUrl(address, leaveSubject(oneLine(subscription)));
}
