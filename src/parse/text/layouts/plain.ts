import { findFrame } from '../frame.ts';
import { type Card, emptyCard, type Layout, type Reading } from '../layout.ts';
import type { Line } from '../lines.ts';
import { findMetas, type Meta } from '../meta.ts';
import { type Segment, segment } from '../segment.ts';

/** T1, T2 and T3, mixed freely: title, abstract, and perhaps a meta block. */
export const plain: Layout = {
  // What no other layout claims.
  detect: () => 0.1,

  read(lines) {
    const frame = findFrame(lines);
    const reading: Reading = {
      header: frame.header,
      cards: [],
      doubts: [],
      unexplained: 0,
      cost: 0,
      everyYear: false,
    };
    let from = frame.start;
    for (const meta of [...findMetas(lines, frame.start, frame.end), null]) {
      readRun(lines, from, meta?.start ?? frame.end, meta, reading);
      from = meta?.end ?? from;
    }
    return reading;
  },
};

/** The papers between two meta blocks; the last one owns the block that follows. */
function readRun(lines: readonly Line[], start: number, end: number, meta: Meta | null, reading: Reading): void {
  const { segments, cost } = segment(lines, start, end);
  reading.cost += cost;
  if (segments.length === 0 && meta !== null) {
    reading.unexplained += meta.end - meta.start;
    const line = lines[meta.start]!.number;
    reading.doubts.push({ code: 'orphan-lines', line, message: 'authors and date without a paper before them' });
  }
  for (const [index, found] of segments.entries()) {
    const own = index === segments.length - 1 ? meta : null;
    if (found.titled) reading.cards.push(readCard(lines, found, own));
    else {
      reading.unexplained += found.end - found.start + (own === null ? 0 : own.end - own.start);
      const message = 'an abstract without a title before it; the paper was left out';
      reading.doubts.push({ code: 'title-missing', line: lines[found.start]!.number, message });
    }
  }
}

function readCard(lines: readonly Line[], found: Segment, meta: Meta | null): Card {
  return {
    ...emptyCard(lines[found.start]!.number, meta === null ? 'T1' : meta.organization === null ? 'T2' : 'T3'),
    title: lines
      .slice(found.start, found.abstract)
      .map((line) => line.text)
      .join(' '),
    abstract: found.abstract === found.end ? null : joinParagraphs(lines.slice(found.abstract, found.end)),
    authorCount: meta?.authorCount ?? null,
    organization: meta?.organization ?? null,
    date: meta?.date ?? null,
    dateLine: meta === null ? null : lines[meta.end - 1]!.number,
    comments: meta?.date?.count ?? null,
  };
}

/** Lines as paragraphs: a blank line before one begins a new paragraph, otherwise it is a wrap. */
export function joinParagraphs(lines: readonly Line[]): string {
  let joined = '';
  for (const { text, afterBlank } of lines) joined += joined === '' ? text : (afterBlank ? '\n\n' : ' ') + text;
  return joined;
}
