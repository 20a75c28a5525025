import type { DigestItem, PaperRecord } from '../../model/index.ts';
import type { Fragments } from './fragments.ts';
import type { Strings } from './strings.ts';
import { cardView, gainOf, VARIANTS, type Variant, whyView } from './view.ts';
import { wrap } from '../words.ts';

/** Width of the text twin. */
export const TEXT_WIDTH = 72;

/** Most fragments kept; when there are more the oldest half goes, so that a long-lived process does not grow. */
const MOST_KEPT = 20_000;

interface Card {
  /** The card without its why line, which stands between the two. */
  top: string;
  links: string;
}

/** The rendered parts of a digest's items. */
export interface Cards {
  html(item: DigestItem, variant: Variant): string;
  text(item: DigestItem): string;
}

/**
 * Renders cards, each once per paper, variant and badge; why lines once per set of terms. One renderer has one template
 * set, and `strings` one locale, so those are part of the key by construction.
 */
export function createCards(fragments: Fragments, strings: Strings): Cards {
  const cards = new Map<string, Card>();
  const whys = new Map<string, string>();
  const texts = new Map<string, string>();
  const identities = new WeakMap<PaperRecord, string>();

  const identity = (paper: PaperRecord): string => {
    let key = identities.get(paper);
    if (key === undefined) {
      // Id and revision do not tell everything a card shows: links, organisation and counts come without a revision,
      // and a digest that was frozen earlier may hold an older state of the same paper.
      const { id, revision, title, abstract, authors, authorCount, organization, published, publishedText } = paper;
      const { upvotes, comments, links } = paper;
      const parts = [id, revision, title, abstract, authors, authorCount, organization, published, publishedText];
      key = JSON.stringify([...parts, upvotes, comments, links]);
      identities.set(paper, key);
    }
    return key;
  };

  const why = (item: DigestItem): string => {
    const view = whyView(item.matches, item.topic, strings);
    return kept(whys, JSON.stringify(view), () => fragments.render('why', view));
  };

  return {
    html(item, variant) {
      const gain = gainOf(item);
      const card = kept(cards, `${variant.name} ${gain} ${identity(item.paper)}`, () => {
        const view = cardView(item.paper, gain, variant, strings);
        return { top: fragments.render('card', view), links: fragments.render('links', view) };
      });
      return card.top + why(item) + card.links;
    },
    text(item) {
      const gain = gainOf(item);
      const { why, terms, more, also } = whyView(item.matches, item.topic, strings);
      const reason = [[...terms, ...(more === null ? [] : [more])].join(', '), ...(also === null ? [] : [also])];
      const line = `${why} ${reason.join(' · ')}`;
      return kept(texts, `${gain} ${line} ${identity(item.paper)}`, () => {
        const view = cardView(item.paper, gain, VARIANTS[0], strings);
        const width = Math.max(...view.links.map((link) => link.text.length));
        return fragments.render('text-card', {
          title: hang(view.title),
          meta: hang([view.badge, view.who, view.facts].filter((part) => part !== null).join(' · ')),
          excerpt: view.excerpt === null ? null : hang(view.excerpt),
          why: hang(line),
          links: view.links.map(({ text, url }) => ({ text: text.padEnd(width), url })),
        });
      });
    },
  };
}

/** Wraps a line for the text twin: two columns of indent but for the first line, which the template begins. */
function hang(line: string): string {
  return wrap(line, TEXT_WIDTH - 2).join('\n  ');
}

function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_KEPT) {
    let drop = MOST_KEPT / 2;
    for (const old of cache.keys()) {
      if (drop-- === 0) break;
      cache.delete(old);
    }
  }
  const made = make();
  cache.set(key, made);
  return made;
}
