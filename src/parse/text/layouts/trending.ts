import { isFootLine } from '../../boilerplate.ts';
import { type DateLine, readDateLine } from '../../printed-date.ts';
import { findFrame } from '../frame.ts';
import { type Card, emptyCard, incomplete, type Layout, type Reading } from '../layout.ts';
import type { Line } from '../lines.ts';
import { readOrganization } from '../meta.ts';
import { segment } from '../segment.ts';
import { joinParagraphs } from './plain.ts';

const authors = /^(?:[•*·-]\s*)?(\d{1,6}) authors?$/i;
const stars = /^\d+(?:\.\d+)?k?$/i;

/**
 * T7: the trending page. Each card is printed twice, once for wide and once for narrow screens; one of them says `Published
 * on Oct 4, 2026`. The text under the title may be a summary by a machine; the archive prefers a full abstract.
 */
export const trending: Layout = {
  detect: (lines) => lines.some(({ text }) => /^upvote(?: [\d,]+)?$/i.test(text)),

  read(lines) {
    const frame = findFrame(lines);
    const reader = new TrendingReader();
    for (let index = frame.start; index < frame.end; ) index = reader.readLine(lines, index, frame.end);
    return { ...reader.finish(), header: frame.header };
  },
};

/** One printing of a card: its text, and what stands around it. */
interface Draft {
  content: Line[];
  card: Card;
  /** Something that comes after the text was seen. */
  closed: boolean;
  /** It began with `Submitted by`. */
  named: boolean;
}

class TrendingReader {
  private readonly reading: Reading = { header: null, cards: [], doubts: [], unexplained: 0, cost: 0, everyYear: true };
  private readonly drafts: Draft[] = [];
  private draft: Draft | null = null;

  /** Reads the item at `index`; returns the index after it. */
  readLine(lines: readonly Line[], index: number, end: number): number {
    const line = lines[index]!;
    const next = index + 1 < end ? lines[index + 1]!.text : '';
    const submitted = /^submitted by(?: \S.*)?$/i.exec(line.text);
    if (submitted !== null) {
      this.open(line).named = true;
      return index + (/ by .+/i.test(line.text) ? 1 : 2);
    }
    const vote = /^upvote(?: ([\d,]+))?$/i.exec(line.text);
    // By position: what follows the user is the title, whatever it says, unless it is a vote with its number.
    const { draft } = this;
    if (draft?.named && draft.content.length === 0 && !(vote !== null && /^(?:[\d,]+|-)$/.test(next))) {
      this.addContent(line);
      return index + 1;
    }
    if (vote !== null) {
      const apart = vote[1] === undefined && /^(?:[\d,]+|-)$/.test(next);
      const number = Number((vote[1] ?? (apart ? next : '')).replaceAll(',', '') || Number.NaN);
      this.close((card) => {
        card.upvotes = apart && next === '-' ? 0 : Number.isNaN(number) ? card.upvotes : number;
      });
      return index + (apart ? 2 : 1);
    }
    if (/^github(?: [\d.,]+k?)?$/i.test(line.text)) {
      this.close(() => {});
      return index + (/^github$/i.test(line.text) && stars.test(next) ? 2 : 1);
    }
    if (/^(?:arxiv page|project page|paper page|community)$/i.test(line.text) && this.draft !== null) {
      this.close(() => {});
      return index + 1;
    }
    const date = dateOf(line.text);
    // A date on its own counts after a separator or as `Published on`: a title may be one.
    if (date !== null && (/^published/i.test(line.text) || lines[index - 1]?.text === '·')) {
      this.close((card) => {
        card.date ??= date;
        card.dateLine ??= line.number;
        card.comments ??= date.count;
      });
      return index + 1;
    }
    const count = authors.exec(line.text);
    if (count !== null && this.draft !== null && this.draft.content.length > 0) {
      this.close((card) => {
        card.authorCount = Number(count[1]);
      });
      return index + 1;
    }
    if (line.text === '·') {
      this.closeAtSeparator(line);
      return index + 1;
    }
    if (isFootLine(line.text) && this.draft?.closed) return index + 1;
    this.addContent(line);
    return index + 1;
  }

  private open(line: Line): Draft {
    this.draft = { content: [], card: emptyCard(line.number, 'T7'), closed: false, named: false };
    this.drafts.push(this.draft);
    return this.draft;
  }

  private addContent(line: Line): void {
    const draft = this.draft === null || this.draft.closed ? this.open(line) : this.draft;
    draft.content.push(line);
  }

  private close(change: (card: Card) => void): void {
    if (this.draft === null) return;
    this.draft.closed = true;
    change(this.draft.card);
  }

  /** The line before a separator that follows the authors is theirs; otherwise it names the organisation. */
  private closeAtSeparator(line: Line): void {
    const { draft } = this;
    if (draft === null) return;
    const last = draft.content.at(-1);
    if (
      !draft.closed &&
      draft.content.length >= 3 &&
      last !== undefined &&
      last.text.length < 120 &&
      !line.afterBlank
    ) {
      draft.card.organization = readOrganization(last.text);
      draft.content.pop();
    }
    draft.closed = true;
  }

  /** Reads the texts, and folds the two printings of each card into one. */
  finish(): Reading {
    const byTitle = new Map<string, Card>();
    for (const { content, card } of this.drafts) {
      const [found, ...more] = segment(content, 0, content.length).segments;
      if (found === undefined || !found.titled) {
        this.reading.unexplained += content.length;
        if (content.length > 0)
          this.reading.doubts.push({
            code: 'title-missing',
            line: card.line,
            message: 'a card without a title; the paper was left out',
          });
        continue;
      }
      const rest = more.length === 0 ? found.end : content.length;
      if (card.upvotes === null) this.reading.cost += incomplete;
      if (more.length > 0) this.reading.cost += incomplete * more.length;
      card.title = content
        .slice(found.start, found.abstract)
        .map((line) => line.text)
        .join(' ');
      card.abstract = found.abstract === rest ? null : joinParagraphs(content.slice(found.abstract, rest));
      const twin = byTitle.get(card.title.replace(/\s+/g, '').toLowerCase());
      if (twin === undefined) {
        byTitle.set(card.title.replace(/\s+/g, '').toLowerCase(), card);
        this.reading.cards.push(card);
      } else fold(twin, card);
    }
    return this.reading;
  }
}

/** What the second printing of a card says and the first does not. */
function fold(card: Card, other: Card): void {
  card.abstract ??= other.abstract;
  card.authorCount ??= other.authorCount;
  card.organization ??= other.organization;
  card.date ??= other.date;
  card.dateLine ??= other.dateLine;
  card.comments ??= other.comments;
  card.upvotes ??= other.upvotes;
}

const dateOf = (text: string): DateLine | null => {
  const date = readDateLine(text.replace(/^published on /i, ''));
  return date === null ? null : { ...date, count: /^published/i.test(text) ? null : date.count };
};
