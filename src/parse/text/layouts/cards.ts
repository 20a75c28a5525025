import { isByline, isFootLine, isHeadLine, isTab } from '../../boilerplate.ts';
import { arxivIdOf } from '../../links.ts';
import { type DateLine, readDateLine } from '../../printed-date.ts';
import { type Card, emptyCard, incomplete, type Layout, type Reading } from '../layout.ts';
import type { Line } from '../lines.ts';
import { readOrganization } from '../meta.ts';
import { readTokens, type Token } from '../tokens.ts';

/**
 * T4, T5 and T6: converters that keep links. A card is upvotes, title, abstract, authors or organisation, `·`, date and
 * comments; the address of a link, or a heading, tells what its text is.
 */
export const cards: Layout = {
  detect: (lines) => lines.some(({ text }) => text.startsWith('### ') || text.includes('login?next=%2Fpapers%2F')),

  read(lines) {
    const tokens = readTokens(lines).map(interpret);
    const layout = layoutOf(lines);
    const first = tokens.findIndex((token) => token.role === 'upvotes' || token.role === 'title');
    const reader = new CardReader(lines, layout);
    reader.readHead(tokens.slice(0, first < 0 ? tokens.length : first));
    if (first >= 0) reader.readCards(tokens.slice(first));
    for (const card of reader.reading.cards) ungluePast(card, reader.reading.header);
    return reader.reading;
  },
};

type Role =
  | 'upvotes'
  | 'title'
  | 'paper'
  | 'authors'
  | 'organization'
  | 'separator'
  | 'date'
  | 'comments'
  | 'site'
  | 'other';

type Item = Token & { role: Role; id: string | null; date: DateLine | null };

const authors = /^(?:[-*•]\s*)?(\d{1,6}) authors?$/i;

/** What a token is, by its address first and its text second. */
function interpret(token: Token): Item {
  const { text, url, before, heading, linked } = token;
  const as = (role: Role, id: string | null = null, date: DateLine | null = null): Item => ({
    ...token,
    role,
    id,
    date,
  });
  const voted = url === null ? null : /\/login\?next=%2Fpapers%2F([\w.-]+)/.exec(url);
  if (voted !== null) return as('upvotes', arxivIdOf(`https://huggingface.co/papers/${voted[1]}`));
  const date = readDateLine(before !== '' ? before : text) ?? (heading ? null : readGlued(text));
  if (before !== '' && date !== null) return as('date', null, { ...date, count: countOf(text) ?? date.count });
  if (heading) return as('title', url === null ? null : arxivIdOf(url));
  if (authors.test(text)) return as('authors');
  if (/^[·•]$/.test(text)) return as('separator');
  if (url?.includes('#community')) return as('comments');
  if (url !== null && /\/papers\/\d/.test(url) && arxivIdOf(url) !== null) return as('paper', arxivIdOf(url));
  if (/^\[[\w.-]+\] \S/.test(text)) return as('organization');
  const account = url === null ? null : /^https?:\/\/[^/]+\/([\w.-]+)$/.exec(url);
  if (account !== null && text !== '') return as('organization', account[1]!);
  if (date !== null && !linked) return as('date', null, date);
  if (/^(?:\[-\] )?(?:\d{1,6}|-)$/.test(text)) return as('upvotes');
  if (url !== null && text === '') return as('site');
  return as('other');
}

/** `May 296` is May 29 with 6 comments; `Oct 6, 20223` is of 2022 with 3. A day of two digits is preferred. */
function readGlued(text: string): DateLine | null {
  const dated =
    /^([A-Za-z]{3,9} \d{1,2}, \d{4})(\d{1,4})$/.exec(text) ??
    /^([A-Za-z]{3,9} (?:[12]\d|3[01]))(\d{1,4})$/.exec(text) ??
    /^([A-Za-z]{3,9} \d)(\d{1,4})$/.exec(text);
  const date = dated === null ? null : readDateLine(dated[1]!);
  return date === null ? null : { ...date, count: Number(dated![2]) };
}

/** The page prints `-` for no upvotes. */
const votesOf = (text: string): number | null => (text.trim() === '-' ? 0 : countOf(text));

/**
 * A bare date never lies after the page's own: on a page of Feb 4, `Feb 21` is February 2 with one comment. One day of
 * slack, for the page prints local days.
 */
function ungluePast(card: Card, header: DateLine | null): void {
  const { date } = card;
  if (date?.date == null || date.date.year !== null || date.date.day < 10 || header?.date == null) return;
  const { month, day } = date.date;
  if (month !== header.date.month || day <= header.date.day + 1) return;
  const first = Math.floor(day / 10);
  card.comments = Number(`${day % 10}${date.count ?? ''}`);
  card.date = {
    text: date.text.replace(/\d+$/, String(first)),
    date: { year: null, month, day: first },
    count: card.comments,
  };
}

const countOf = (text: string): number | null => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : null);

function layoutOf(lines: readonly Line[]): string {
  if (lines.some(({ text }) => /\]\[\d+\]$/.test(text))) return 'T6';
  return lines.filter(({ text }) => /^https?:\/\/\S+$/.test(text)).length >= 3 ? 'T5' : 'T4';
}

/** Puts items together to cards. */
class CardReader {
  readonly reading: Reading = { header: null, cards: [], doubts: [], unexplained: 0, cost: 0, everyYear: false };
  private card: Card | null = null;
  private dated = false;
  private readonly lines: readonly Line[];
  private readonly layout: string;

  constructor(lines: readonly Line[], layout: string) {
    this.lines = lines;
    this.layout = layout;
  }

  readHead(items: readonly Item[]): void {
    for (const item of items) {
      if (item.role === 'date') this.reading.header = item.date;
      else if (!this.isBoilerplate(item)) this.reading.unexplained += item.end - item.start;
    }
  }

  readCards(items: readonly Item[]): void {
    for (const item of items) this.readItem(item);
    this.finish();
  }

  private readItem(item: Item): void {
    const { role, text, id } = item;
    if (role === 'upvotes' || (role === 'title' && (this.card === null || this.card.title !== ''))) this.begin(item);
    else if (role === 'paper' && id !== null && this.card?.arxivId !== null && id !== this.card?.arxivId)
      this.begin(item);
    const { card } = this;
    if (card === null) {
      this.leftOver(item);
      return;
    }
    if (id !== null && role !== 'organization') card.arxivId ??= id;
    if (role === 'upvotes') card.upvotes = votesOf(text.replace(/^\[-\]/, ''));
    else if (role === 'title') card.title = unescapeTitle(text);
    // By position: the first link to the paper is its title, whatever it says.
    else if (role === 'authors' && card.title === '' && /^[^[]*$/.test(text) && item.url !== null)
      this.addText(item, card);
    else if (role === 'authors') card.authorCount = Number(authors.exec(text)![1]);
    else if (role === 'date' && !this.dated) this.takeDate(item, card);
    else if (role === 'comments') card.comments = countOf(text);
    else if (role === 'organization' && !this.dated) this.takeOrganization(item, card);
    else if (role === 'paper' || (role === 'other' && !this.dated)) this.addText(item, card);
    else if (role !== 'separator' && role !== 'site') this.leftOver(item);
  }

  private begin(item: Item): void {
    this.finish();
    this.card = emptyCard(this.lines[item.start]!.number, this.layout);
    this.dated = false;
  }

  private takeDate(item: Item, card: Card): void {
    card.date = item.date;
    card.dateLine = this.lines[item.start]!.number;
    card.comments = item.date!.count ?? card.comments;
    this.dated = true;
  }

  /** `[SJTU] Shanghai Jiao Tong University`, `![SJTU](picture)Shanghai ...`, or the name with the account's address. */
  private takeOrganization({ text, id }: Item, card: Card): void {
    const named = /^!?\[([\w.-]*)\](?:\([^)]*\))?\s*(.+)$/.exec(text);
    const handle = named?.[1] || id;
    if (handle) card.organization = { handle, name: (named?.[2] ?? text).trim() };
  }

  private addText(item: Item, card: Card): void {
    const { text, role, linked } = item;
    if (text === '') return;
    if (card.title === '') card.title = unescapeTitle(text);
    else if (role === 'other' && !linked && card.abstract !== null && this.beforeSeparator(item)) {
      card.organization = readOrganization(text);
    } else card.abstract = card.abstract === null ? text : `${card.abstract}\n\n${text}`;
  }

  /** Without links, the line right before the separator is the organisation. */
  private beforeSeparator(item: Item): boolean {
    return item.text.length < 150 && /^[·•]$/.test(this.lines[item.end]?.text ?? '');
  }

  /** Lines after a complete card: the foot of the page, or something unknown. */
  private leftOver(item: Item): void {
    if (this.isBoilerplate(item)) return;
    this.reading.unexplained += item.end - item.start;
    const message = `a line that belongs to no paper: ${JSON.stringify(item.text.slice(0, 60))}`;
    this.reading.doubts.push({ code: 'orphan-lines', line: this.lines[item.start]!.number, message });
  }

  private isBoilerplate({ text, url, role }: Item): boolean {
    const plain = text
      .replace(/!?\[[^\]]*\]\([^)]*\)|!?\[|\]|\([^)]*\)|^[-*#•\s]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (plain === '' || role === 'separator') return true;
    if (isHeadLine(plain) || isByline(plain) || isTab(plain) || isFootLine(plain)) return true;
    return url !== null || /^by\b.*research community$/i.test(plain);
  }

  private finish(): void {
    const { card, reading } = this;
    this.card = null;
    if (card === null) return;
    if (card.title !== '') {
      reading.cards.push(card);
      if (card.abstract === null) reading.cost += 1;
      if (card.upvotes === null && card.arxivId === null) reading.cost += incomplete;
      if (card.date === null && card.authorCount === null && card.organization === null) reading.cost += incomplete;
      return;
    }
    reading.cost += 4;
    reading.doubts.push({
      code: 'title-missing',
      line: card.line,
      message: 'a card without a title; the paper was left out',
    });
  }
}

/** Converters escape what Markdown would read as emphasis or a link. */
const unescapeTitle = (text: string): string => text.replace(/\\([*_[\]])/g, '$1');
