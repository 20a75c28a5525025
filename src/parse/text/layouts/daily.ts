import { findFrame } from '../frame.ts';
import { type Card, emptyCard, incomplete, type Layout, type Reading } from '../layout.ts';
import type { Line } from '../lines.ts';
import { joinWrapped } from '../tokens.ts';

const submitted = /^submitted by(?: (\S.*))?$/i;
const authors = /^(?:[•*·-]\s*)?(\d{1,6}) authors?$/i;
const votes = /^(?:\d{1,6}|-)$/;

/** T8: the daily page. `Submitted by`, user, upvotes, title, `·`, `N authors`, comments; no abstract. */
export const daily: Layout = {
  detect: (lines) => lines.some(({ text }) => submitted.test(text)),

  read(lines) {
    const frame = findFrame(lines);
    const reading: Reading = { header: frame.header, cards: [], doubts: [], unexplained: 0, cost: 0, everyYear: false };
    const first = lines.findIndex((line, index) => index >= frame.start && submitted.test(line.text));
    const begin = first < 0 ? frame.end : first;
    for (const line of lines.slice(frame.start, begin)) orphan(line, reading);
    for (let start = begin; start < frame.end; ) {
      let end = start + 1;
      while (end < frame.end && !submitted.test(lines[end]!.text)) end++;
      readCard(lines.slice(start, end), reading);
      start = end;
    }
    return reading;
  },
};

const userOf = (line: Line): string | null => submitted.exec(line.text)?.[1] ?? null;

/** Reads by position: the line after the upvotes is the title, whatever it looks like. */
function readCard(lines: readonly Line[], reading: Reading): void {
  let at = userOf(lines[0]!) === null ? 2 : 1;
  const card: Card = emptyCard(lines[0]!.number, 'T8');
  if (votes.test(lines[at]?.text ?? '')) {
    card.upvotes = lines[at]!.text === '-' ? 0 : Number(lines[at]!.text);
    at++;
  }
  const title = lines.slice(at, titleEnd(lines, at));
  if (title.length === 0) {
    reading.unexplained += lines.length;
    reading.cost += 4;
    reading.doubts.push({
      code: 'title-missing',
      line: card.line,
      message: 'a card without a title; the paper was left out',
    });
    return;
  }
  if (card.upvotes === null) reading.cost += incomplete;
  card.title = joinWrapped(title.map((line) => ({ ...line, afterBlank: false })));
  at += title.length;
  for (; at < lines.length; at++) {
    const { text } = lines[at]!;
    const count = authors.exec(text);
    if (count !== null) card.authorCount = Number(count[1]);
    else if (/^\d{1,6}$/.test(text) && card.comments === null) card.comments = Number(text);
    // The name of an organisation stands in place of the authors, without the account that identifies it.
    else if (text !== '·' && (card.comments !== null || card.authorCount !== null)) orphan(lines[at]!, reading);
  }
  if (card.authorCount === null && card.comments === null) reading.cost += incomplete;
  // No abstract is printed here: a long line is not of this layout.
  if (lines.some(({ text }) => text.length > 500)) reading.cost += incomplete;
  reading.cards.push(card);
}

/** Where a title ends: at the separator, the authors, the comments, or a blank line. */
function titleEnd(lines: readonly Line[], start: number): number {
  for (let index = start + 1; index < lines.length; index++) {
    const { text, afterBlank } = lines[index]!;
    if (text === '·' || authors.test(text) || (afterBlank && /^\d{1,6}$/.test(text))) return index;
    if (afterBlank && !lines.slice(index, index + 2).some((line) => line.text === '·')) return index;
    // A paragraph right before the separator is the organisation's name, after a title of its own.
    if (afterBlank) return index;
  }
  return lines.length > start ? Math.max(start + 1, lines.length - trailing(lines, start)) : start;
}

/** Without a separator: the number of comments at the end is not part of the title. */
const trailing = (lines: readonly Line[], start: number): number =>
  lines.length - start > 1 && /^\d{1,6}$/.test(lines.at(-1)!.text) ? 1 : 0;

function orphan(line: Line, reading: Reading): void {
  reading.unexplained++;
  const message = `a line that belongs to no paper: ${JSON.stringify(line.text.slice(0, 60))}`;
  reading.doubts.push({ code: 'orphan-lines', line: line.number, message });
}
