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
  const htmlCards = new WeakMap<PaperRecord, Map<Variant, Map<Badge, HtmlCard>>>();
  const textCards = new WeakMap<PaperRecord, Map<Badge, TextCard>>();
  const whys = new ListCache<Why>(MOST_KEPT);
  let blocks = 0;
  const textWhys = new ListCache<string>(MOST_KEPT);

  const view = (item: DigestItem) => whyView(item.matches, item.topic, !isChanged(item), strings);

  const htmlCard = (item: DigestItem, variant: Variant): HtmlCard => {
    const badge = badgeOf(item);
    const own = ofPaper(htmlCards, item.paper);
    return kept(kept(own, variant, newMap<Badge, HtmlCard>), badge, () => {
      const fields = cardView(item.paper, badge, variant, strings);
      const [top, links] = [fragments.render('card', fields), fragments.render('links', fields)];
      return { top, links, bytes: sentBytes(top) + sentBytes(links) };
    });
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

/** Stand for what need not be looked up: the topic that the item stands under, and the next match. No topic has controls. */
const [SAME, NEXT, CHANGED] = ['\u0000', '\u0001', '\u0002'];

/** The why line of an item, by everything that `whyView` looks at: the topic it stands under, and each match's terms. */
function why<T>(cache: ListCache<T>, item: DigestItem, make: () => T): T {
  let node = cache.step(cache.start(), item.topic);
  if (isChanged(item)) node = cache.step(node, CHANGED);
  for (const { topic, spans } of item.matches) {
    node = cache.step(node, topic === item.topic ? SAME : topic);
    let last: string | null = null;
    for (const { term } of spans) {
      if (term !== last) node = cache.step(node, term);
      last = term;
    }
    if (item.matches.length > 1) node = cache.step(node, NEXT);
  }
  return cache.at(node, make);
}

const newMap = <K, V>(): Map<K, V> => new Map();

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
