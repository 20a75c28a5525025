import type { DigestItem, PaperRecord } from '../../model/index.ts';
import { columns, wrap } from '../words.ts';
import { kept, ListCache } from './caches.ts';
import type { Fragments } from './fragments.ts';
import { isChanged } from './sections.ts';
import { sentBytes } from './size.ts';
import type { Badge, Strings } from './strings.ts';
import { badgeOf, cardView, VARIANTS, type Variant, whyView } from './view.ts';

/** Width of the text twin. */
export const TEXT_WIDTH = 72;

/** Most why lines kept, and positions of a card in the text twin, so that a long-lived process does not grow. */
const MOST_KEPT = 20_000;
const MOST_PLACES = 300;

/** A rendered fragment, and its size as sent: the planner adds sizes up instead of measuring each mail. */
export interface Piece {
  html: string;
  bytes: number;
}

export const piece = (html: string): Piece => ({ html, bytes: sentBytes(html) });

/** A card ready to stand in a mail: the same object in every mail that shows the paper for the same reason. */
export interface CardBlock extends Piece {
  kind: 'card';
}

interface Why {
  line: Piece;
  /** The cards that have this why line. */
  cards: Map<HtmlCard, CardBlock>;
}

interface HtmlCard {
  /** The card without its why line, which stands between the two. */
  top: string;
  links: string;
  bytes: number;
}

interface TextCard {
  /** From the title to the gist; what the why line says comes after it. */
  top: string;
  links: { text: string; url: string }[];
  /** The lines of links, by the number of the first. */
  lines: Map<number, string>;
}

/** The rendered parts of a digest's items. */
export interface Cards {
  html(item: DigestItem, variant: Variant): CardBlock;
  /** @param first the number of its first link. @returns the text, and how many links it has. */
  text(item: DigestItem, first: number): { text: string; links: number };
}

/**
 * Renders cards, each once per paper, variant and badge; why lines once per set of terms. One renderer has one template
 * set, and `strings` one locale, so those are part of the key by construction. A paper is known by its object: another
 * state of the same work, as in a digest that was frozen earlier, is another one.
 */
export function createCards(fragments: Fragments, strings: Strings): Cards {
  // By paper, variant and badge: of the last two there are so few that an array and an object are quicker than maps.
  const htmlCards = new WeakMap<PaperRecord, Partial<Record<Badge, HtmlCard>>[]>();
  const textCards = new WeakMap<PaperRecord, Map<Badge, TextCard>>();
  const whys = new ListCache<Why>(MOST_KEPT);
  let blocks = 0;
  const textWhys = new ListCache<string>(MOST_KEPT);

  const view = (item: DigestItem) => whyView(item.matches, item.topic, !isChanged(item), strings);

  const htmlCard = (item: DigestItem, variant: Variant): HtmlCard => {
    let own = htmlCards.get(item.paper);
    if (own === undefined) {
      own = [];
      htmlCards.set(item.paper, own);
    }
    const badge = badgeOf(item);
    own[variant.level] ??= {};
    const ofVariant = own[variant.level]!;
    let card = ofVariant[badge];
    if (card === undefined) {
      const fields = cardView(item.paper, badge, variant, strings);
      const [top, links] = [fragments.render('card', fields), fragments.render('links', fields)];
      card = { top, links, bytes: sentBytes(top) + sentBytes(links) };
      ofVariant[badge] = card;
    }
    return card;
  };

  const textCard = (item: DigestItem): TextCard => {
    const badge = badgeOf(item);
    return kept(ofPaper(textCards, item.paper), badge, () => {
      const fields = cardView(item.paper, badge, VARIANTS[0], strings);
      const gist = fields.label === null ? fields.gist : `${fields.label}: ${fields.gist}`;
      const top = fragments.render('text-card', {
        title: hang(fields.title),
        meta: hang([...fields.badges, fields.who, fields.facts].filter((part) => part !== null).join(' · ')),
        gist: gist === null ? null : hang(gist),
      });
      return { top, links: fields.links, lines: new Map() };
    });
  };

  const textWhy = (item: DigestItem): string => {
    const { why, topic, terms, more, also } = view(item);
    const parts = [topic, [...terms, ...(more === null ? [] : [more])].join(', '), also];
    return fragments.render('text-why', { why: hang(`${why} ${parts.filter((part) => part !== null).join(' · ')}`) });
  };

  return {
    html(item, variant) {
      const card = htmlCard(item, variant);
      const { line, cards } = why(whys, item, () => {
        return { line: piece(fragments.render('why', view(item))), cards: new Map() };
      });
      let block = cards.get(card);
      if (block === undefined) {
        // Joined once, for one long string is copied into a mail faster than three short ones.
        const html = [card.top, line.html, card.links].join('');
        block = { kind: 'card', html, bytes: card.bytes + line.bytes };
        cards.set(card, block);
        if (++blocks > MOST_KEPT) {
          whys.clear();
          blocks = 0;
        }
      }
      return block;
    },
    text(item, first) {
      const card = textCard(item);
      const reason = why(textWhys, item, () => textWhy(item));
      const lines = kept(card.lines, first, () => numbered(card.links, first), MOST_PLACES);
      return { text: `${card.top}\n\n  ${reason}\n${lines}`, links: card.links.length };
    },
  };
}

/** Stand before the name of another topic than the item's, and between two matches. No topic and no term has controls. */
const [OTHER, NEXT, CHANGED] = ['\u0000', '\u0001', '\u0002'];

/** The why line of an item, by everything that `whyView` looks at: the topic it stands under, and each match's terms. */
function why<T>(cache: ListCache<T>, item: DigestItem, make: () => T): T {
  const { topic, matches } = item;
  let node = cache.begin(topic);
  if (isChanged(item)) node = cache.step(node, CHANGED);
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i]!;
    if (i > 0) node = cache.step(node, NEXT);
    if (match.topic !== topic) node = cache.step(cache.step(node, OTHER), match.topic);
    let last: string | null = null;
    for (const { term } of match.spans) {
      if (term !== last) node = cache.step(node, term);
      last = term;
    }
  }
  return cache.at(node, make);
}

function numbered(links: TextCard['links'], first: number): string {
  const marks = links.map(({ text }, i) => `[${first + i}] ${text}`);
  const width = Math.max(...marks.map(columns));
  return marks.map((mark, i) => `  ${mark}${' '.repeat(width - columns(mark))}  ${links[i]!.url}`).join('\n');
}

/** Wraps a line for the text twin: two columns of indent but for the first line, which the template begins. */
function hang(line: string): string {
  return wrap(line, TEXT_WIDTH - 2).join('\n  ');
}

function ofPaper<K, V>(cards: WeakMap<PaperRecord, Map<K, V>>, paper: PaperRecord): Map<K, V> {
  let own = cards.get(paper);
  if (own === undefined) {
    own = new Map();
    cards.set(paper, own);
  }
  return own;
}
