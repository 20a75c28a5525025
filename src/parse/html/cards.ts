import type { Link, Organization } from '../../model/index.ts';
import type { UndatedPaper } from '../format.ts';
import { arxivIdOf, readUrl, withAbstractLinks } from '../links.ts';
import { cleanLine, limits } from '../sanitize.ts';
import { paperLinks } from '../site.ts';
import type { Attributes, TagVisitor } from './tags.ts';

/** What a visible card says. A daily card holds neither abstract nor date. */
interface Card {
  arxivId: string | null;
  title: string;
  upvotes: number | null;
  comments: number | null;
  authorCount: number | null;
  organization: Organization | null;
  links: Link[];
}

/** Elements whose beginning and end part one text from the next. */
const blocks: ReadonlySet<string> = new Set(
  'a article button div dd dl dt figure footer form h1 h2 h3 h4 h5 h6 header label li main nav ol p section table td tr ul'.split(
    ' ',
  ),
);

const headings: ReadonlySet<string> = new Set(['h2', 'h3', 'h4']);

const site = 'https://huggingface.co';

/** Largest text of a block that is kept: a title fits, and a file of one block stays small. */
const maxText = limits.title * 2;

/**
 * Reads the visible cards of a page by position: a card is an `article`, or begins with a heading that links to a
 * paper. Before its title a text that is only a number is the upvotes (`-` for none); after it stand the authors or, in
 * their place, a link to the organisation; the comments are the text of the link to the discussion.
 */
export class CardReader implements TagVisitor {
  /** By paper, for a page may show a card twice, once for wide and once for narrow windows. */
  private readonly cards = new Map<string, Card>();
  private card: Card | null = null;
  private inArticle = false;
  private heading: string | null = null;
  private readonly hrefs: (string | null)[] = [];
  private pending = '';

  open(name: string, attributes: Attributes): void {
    if (!blocks.has(name)) return;
    this.flush();
    if (name === 'article') {
      this.finish();
      this.inArticle = true;
      this.card = emptyCard();
    } else if (headings.has(name)) {
      this.heading = name;
    } else if (name === 'a') {
      // Links do not nest: a browser closes the one that is open.
      this.hrefs.length = 0;
      this.hrefs.push(attributes.get('href') ?? null);
    }
  }

  close(name: string): void {
    if (!blocks.has(name)) return;
    this.flush();
    if (name === 'article') {
      this.finish();
      this.inArticle = false;
    } else if (name === this.heading) this.heading = null;
    else if (name === 'a') this.hrefs.length = 0;
  }

  text(text: string): void {
    if (this.pending.length < maxText) this.pending += text.slice(0, maxText);
  }

  /** The cards as papers, numbered from 1, the one left out that the end of the file has cut. Call it after the last tag. */
  papers(): UndatedPaper[] {
    if (!this.inArticle && this.heading === null) {
      this.flush();
      this.finish();
    }
    return [...this.cards.values()].map((card, index) => ({
      title: card.title,
      abstract: null,
      aiSummary: null,
      arxivId: card.arxivId,
      authors: [],
      authorCount: card.authorCount,
      organization: card.organization,
      printed: null,
      publishedText: null,
      comments: card.comments,
      upvotes: card.upvotes,
      links: [...paperLinks(card.arxivId), ...card.links],
      line: index + 1,
    }));
  }

  /** Ends a piece of text, and asks what it means where it stands. */
  private flush(): void {
    const text = cleanLine(this.pending, limits.title);
    this.pending = '';
    if (text === '') return;
    const href = this.hrefs.at(-1) ?? null;
    if (this.heading !== null && href !== null) this.readTitle(text, href);
    else if (this.card !== null && this.card.title === '') this.readBeforeTitle(text);
    else if (this.card !== null) this.readAfterTitle(this.card, text, href);
  }

  private readTitle(text: string, href: string): void {
    const arxivId = arxivIdOf(absolute(href));
    if (arxivId === null) return;
    if (!this.inArticle || this.card === null) {
      this.finish();
      this.card = emptyCard();
    }
    if (this.card!.title !== '') return;
    this.card!.arxivId = arxivId;
    this.card!.title = text;
  }

  private readBeforeTitle(text: string): void {
    if (/^\d{1,7}$/.test(text)) this.card!.upvotes = Number(text);
    else if (text === '-') this.card!.upvotes = 0;
  }

  private readAfterTitle(card: Card, text: string, href: string | null): void {
    const authors = /^(?:[·•]\s*)?(\d{1,6}) authors?$/.exec(text);
    if (authors !== null) card.authorCount ??= Number(authors[1]);
    if (href === null) return;
    if (/#community$/.test(href)) {
      if (/^\d{1,7}$/.test(text)) card.comments ??= Number(text);
      return;
    }
    const url = readUrl(absolute(href));
    if (url === null) return;
    const { origin, pathname } = new URL(url);
    const account = /^\/([\w.-]+)$/.exec(pathname);
    if (origin === site && account !== null && card.authorCount === null && card.organization === null) {
      card.organization = { handle: cleanLine(account[1]!, limits.name), name: cleanLine(text, limits.name) };
    } else if (origin !== site) card.links = withAbstractLinks(card.links, url).filter(({ rel }) => rel === 'code');
  }

  private finish(): void {
    const { card } = this;
    this.card = null;
    if (card === null || card.arxivId === null || card.title === '') return;
    const known = this.cards.get(card.arxivId);
    if (known === undefined) this.cards.set(card.arxivId, card);
    else {
      known.upvotes ??= card.upvotes;
      known.comments ??= card.comments;
      known.authorCount ??= card.authorCount;
      known.organization ??= card.organization;
    }
  }
}

const emptyCard = (): Card => ({
  arxivId: null,
  title: '',
  upvotes: null,
  comments: null,
  authorCount: null,
  organization: null,
  links: [],
});

/** A link of the page as an absolute address. */
export const absolute = (href: string): string => (/^\/(?!\/)/.test(href) ? `${site}${href}` : href);
