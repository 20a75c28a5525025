import type { DigestItem, PaperRecord } from '../../model/index.ts';
import { columns, wrap } from '../words.ts';
import type { Fragments } from './fragments.ts';
import { isChanged } from './sections.ts';
import type { Strings } from './strings.ts';
import { badgeOf, cardView, VARIANTS, type Variant, type WhyView, whyView } from './view.ts';

/** Width of the text twin. */
export const TEXT_WIDTH = 72;

/** Most fragments kept; when there are more the oldest half goes, so that a long-lived process does not grow. */
const MOST_KEPT = 20_000;

interface Card {
  /** The card without its why line, which stands between the two. */
  top: string;
  links: string;
}

interface TextCard {
  top: string;
  links: { text: string; url: string }[];
}

/** The rendered parts of a digest's items. */
export interface Cards {
  html(item: DigestItem, variant: Variant): string;
  /** @param first the number of its first link. @returns the text, and how many links it has. */
  text(item: DigestItem, first: number): { text: string; links: number };
}

/**
 * Renders cards, each once per paper, variant and badge; why lines once per set of terms. One renderer has one template
 * set, and `strings` one locale, so those are part of the key by construction.
 */
export function createCards(fragments: Fragments, strings: Strings): Cards {
  const cards = new Map<string, Card>();
  const whys = new Map<string, string>();
  const texts = new Map<string, TextCard>();
  const identities = new WeakMap<PaperRecord, string>();

  const identity = (paper: PaperRecord): string => {
    let key = identities.get(paper);
    if (key === undefined) {
      // Id and revision do not tell everything a card shows: links, organisation and counts come without a revision,
      // and a digest that was frozen earlier may hold an older state of the same paper.
      const { id, revision, title, abstract, aiSummary, authors, authorCount, organization } = paper;
      const { published, publishedText, upvotes, comments, links } = paper;
      const parts = [id, revision, title, abstract, aiSummary, authors, authorCount, organization];
      key = JSON.stringify([...parts, published, publishedText, upvotes, comments, links]);
      identities.set(paper, key);
    }
    return key;
  };

  const reason = (item: DigestItem): WhyView => whyView(item.matches, item.topic, !isChanged(item), strings);

  return {
    html(item, variant) {
      const badge = badgeOf(item);
      const card = kept(cards, `${variant.name} ${badge} ${identity(item.paper)}`, () => {
        const view = cardView(item.paper, badge, variant, strings);
        return { top: fragments.render('card', view), links: fragments.render('links', view) };
      });
      const view = reason(item);
      return card.top + kept(whys, JSON.stringify(view), () => fragments.render('why', view)) + card.links;
    },
    text(item, first) {
      const badge = badgeOf(item);
      const { why, topic, terms, more, also } = reason(item);
      const parts = [topic, [...terms, ...(more === null ? [] : [more])].join(', '), also];
      const line = `${why} ${parts.filter((part) => part !== null).join(' · ')}`;
      const card = kept(texts, `${badge} ${line} ${identity(item.paper)}`, () => {
        const view = cardView(item.paper, badge, VARIANTS[0], strings);
        const gist = view.label === null ? view.gist : `${view.label}: ${view.gist}`;
        const top = fragments.render('text-card', {
          title: hang(view.title),
          meta: hang([...view.badges, view.who, view.facts].filter((part) => part !== null).join(' · ')),
          gist: gist === null ? null : hang(gist),
          why: hang(line),
        });
        return { top, links: view.links };
      });
      const numbered = card.links.map(({ text, url }, i) => ({ mark: `[${first + i}] ${text}`, url }));
      const width = Math.max(...numbered.map(({ mark }) => columns(mark)));
      const lines = numbered.map(({ mark, url }) => `  ${mark}${' '.repeat(width - columns(mark))}  ${url}`);
      return { text: [card.top, ...lines].join('\n'), links: lines.length };
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
