import { costAsAbstract } from '../evidence.ts';
import { findFrame } from '../frame.ts';
import { type Card, type Doubt, emptyCard, type Layout, type Reading } from '../layout.ts';
import type { Line } from '../lines.ts';
import { findMetas, type Meta } from '../meta.ts';
import { type Segment, segment } from '../segment.ts';

/** T1, T2 and T3, mixed freely: title, abstract, and perhaps a meta block. */
export const plain: Layout = {
  // Any text may be of these.
  detect: () => true,

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
    const end = dropCutMeta(lines, frame.end, reading);
    for (const meta of [...findMetas(lines, frame.start, end), null]) {
      readRun(lines, from, meta?.start ?? end, meta, reading);
      from = meta?.end ?? from;
    }
    return reading;
  },
};

/** A file cut inside its last meta block, `  • 12 auth`: reported, and not taken for a title. */
function dropCutMeta(lines: readonly Line[], end: number, reading: Reading): number {
  const last = lines[end - 1];
  const cut = last === undefined ? null : /^• ?\d{0,6}(?: (a\w*))?$/.exec(last.text);
  if (cut === null || !'authors'.startsWith(cut[1] ?? '')) return end;
  reading.doubts.push({
    code: 'file-cut',
    line: last!.number,
    message: 'the file ends inside the authors of its last paper',
  });
  return end - 1;
}

/** The papers between two meta blocks; the last one owns the block that follows. */
function readRun(lines: readonly Line[], start: number, end: number, meta: Meta | null, reading: Reading): void {
  const { segments, cost } = segment(lines, start, end);
  reading.cost += cost;
  if (segments.length === 0 && meta !== null) {
    reading.unexplained += meta.end - meta.start;
    const line = lines[meta.start]!.number;
    reading.doubts.push({ code: 'orphan-lines', line, message: 'authors and date without a paper before them' });
  }
  if (meta?.odd === true && segments.length > 0) {
    const message = 'taken for the name of an organisation for its place, though it does not look like one';
    reading.doubts.push({ code: 'structure-guessed', line: lines[meta.start]!.number, message });
  }
  for (const [index, found] of segments.entries()) {
    const own = index === segments.length - 1 ? meta : null;
    if (found.titled) {
      reading.cards.push(readCard(lines, found, own));
      const doubt = otherReading(lines, found);
      if (doubt !== null) reading.doubts.push(doubt);
    } else {
      reading.unexplained += found.end - found.start + (own === null ? 0 : own.end - own.start);
      const message = 'an abstract without a title before it; the paper was left out';
      reading.doubts.push({ code: 'title-missing', line: lines[found.start]!.number, message });
    }
  }
}

/** Where the structure is irregular and a line might as well be something else: the more plausible reading was taken. */
function otherReading(lines: readonly Line[], found: Segment): Doubt | null {
  const say = (index: number, message: string): Doubt => ({
    code: 'structure-guessed',
    line: lines[index]!.number,
    message,
  });
  for (let index = found.start + 1; index < found.abstract; index++) {
    if (costAsAbstract(lines[index]!.text) < 2)
      return say(index, 'taken for the second line of a title; it may be an abstract');
  }
  for (let index = found.abstract + 1; index < found.end; index++) {
    if (!lines[index]!.afterBlank) continue;
    // The page prints abstracts as one paragraph, so another one may belong to a paper whose title is missing.
    return say(index, 'taken for another paragraph of the abstract; it may be a paper of its own');
  }
  const bare = found.abstract === found.end && costAsAbstract(lines[found.start]!.text) < 1;
  return bare ? say(found.start, 'taken for a title; it may be an abstract without one') : null;
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
