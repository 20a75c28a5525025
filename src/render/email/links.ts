import type { LinkRel, PaperRecord } from '../../model/index.ts';
import { paperLinks, paperUrl } from '../paper.ts';
import { oneLine } from '../words.ts';
import { remembering } from './caches.ts';

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

/**
 * A complete `mailto:` URL for leaving, from an address or such a URL. A bare address gets a subject that names the
 * subscription, so that the operator knows whom to remove. Throws when it is neither: that is a fault of configuration.
 */
export function leaveUrl(mailto: string, subscription: string): string {
  const address = plainAddress(mailto);
  return address.includes('?')
    ? `mailto:${address}`
    : `mailto:${address}?subject=${encodeURIComponent(`unsubscribe ${oneLine(subscription)}`)}`;
}

const plainAddress = remembering((mailto) => {
  const address = mailto.replace(/^mailto:/i, '');
  const [mailbox = ''] = address.split('?');
  if (!/^[^\s<>"',;:@?&%]+@[^\s<>"',;:@?&%]+$/.test(mailbox) || /[\s<>"\p{Cc}]/u.test(address)) {
    throw new Error('the unsubscribe address is not a plain e-mail address');
  }
  return address;
});
