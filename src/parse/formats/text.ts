import { diagnostic } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { isByline, isHeadLine } from '../boilerplate.ts';
import type { DumpFormat, ParsedFile, UndatedPaper } from '../format.ts';
import { cleanLine, cleanParagraphs, limits } from '../sanitize.ts';
import { findFrame } from '../text/frame.ts';
import { type Line, readLines } from '../text/lines.ts';
import { findMetas, type Meta } from '../text/meta.ts';
import { type Segment, segment } from '../text/segment.ts';

/** Layouts T1 to T3 of a page copied as text, mixed freely in one file. See `docs/dumps.md`. */
export const text: DumpFormat = {
  label: 'text copied from the page (layouts T1, T2, T3)',

  detect(head) {
    if (head.includes('\u0000')) return 0;
    const start = head.trimStart();
    if (start === '' || /^[[{<%]/.test(start)) return 0;
    const first = readLines(start.slice(0, 4_000)).slice(0, 12);
    const known = first.filter((line) => isHeadLine(line.text) || isByline(line.text)).length;
    // Any prose might be a dump whose head was cut; a head makes it sure.
    return known >= 2 ? 1 : 0.3;
  },

  parse(source_text, source) {
    return new TextReader(readLines(source_text), source).read();
  },
};

/** Reads one text dump; holds what has been found so far. */
class TextReader {
  private readonly lines: Line[];
  private readonly source: string;
  private readonly papers: UndatedPaper[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly layouts = new Set<string>();
  private unexplained = 0;
  private cost = 0;

  constructor(lines: Line[], source: string) {
    this.lines = lines;
    this.source = source;
  }

  read(): ParsedFile {
    const { lines } = this;
    const frame = findFrame(lines);
    let from = frame.start;
    for (const meta of [...findMetas(lines, frame.start, frame.end), null]) {
      this.readRun(from, meta?.start ?? frame.end, meta);
      from = meta?.end ?? from;
    }
    if (frame.header !== null && frame.header.date === null) {
      this.report(
        'date-invalid',
        lines[frame.start - 1]!.number,
        `the page is dated "${frame.header.text}", and there is no such day`,
      );
    }
    if (this.papers.length === 0) this.report('no-papers', null, 'no paper was found in this dump');
    const doubt = this.cost / (4 * Math.max(1, this.papers.length)) + this.unexplained / Math.max(1, lines.length);
    return {
      layouts: [...this.layouts].sort(),
      listing: 'unknown',
      header: frame.header?.date ?? null,
      listed: null,
      papers: this.papers,
      diagnostics: this.diagnostics,
      confidence: this.papers.length === 0 ? 0 : Math.round(Math.max(0.05, 1 - doubt) * 100) / 100,
      lines: { total: lines.length, explained: lines.length - this.unexplained, unexplained: this.unexplained },
    };
  }

  /** The papers between two meta blocks; the last one owns the block that follows. */
  private readRun(start: number, end: number, meta: Meta | null): void {
    const { segments, cost } = segment(this.lines, start, end);
    this.cost += cost;
    if (segments.length === 0 && meta !== null) {
      this.unexplained += meta.end - meta.start;
      this.report('orphan-lines', this.lines[meta.start]!.number, 'authors and date without a paper before them');
    }
    for (const [index, found] of segments.entries()) this.readPaper(found, index === segments.length - 1 ? meta : null);
  }

  private readPaper(found: Segment, meta: Meta | null): void {
    const line = this.lines[found.start]!.number;
    if (!found.titled) {
      this.unexplained += found.end - found.start + (meta === null ? 0 : meta.end - meta.start);
      this.report('title-missing', line, 'an abstract without a title before it; the paper was left out');
      return;
    }
    const abstract = found.abstract === found.end ? null : this.abstractOf(found);
    if (abstract === null) this.report('abstract-missing', line, 'this title has no abstract');
    if (meta?.date != null && meta.date.date === null) {
      this.report(
        'date-invalid',
        this.lines[meta.end - 1]!.number,
        `there is no day "${meta.date.text}"; the paper is kept without a date`,
      );
    }
    this.layouts.add(meta === null ? 'T1' : meta.organization === null ? 'T2' : 'T3');
    this.papers.push({
      title: cleanLine(this.join(found.start, found.abstract, ' '), limits.title),
      abstract,
      arxivId: null,
      authors: [],
      authorCount: meta?.authorCount ?? null,
      organization: meta?.organization ?? null,
      printed: meta?.date?.date ?? null,
      publishedText: meta?.date?.text ?? null,
      comments: meta?.date?.count ?? null,
      upvotes: null,
      links: [],
      line,
    });
  }

  private abstractOf(found: Segment): string {
    let joined = '';
    for (let index = found.abstract; index < found.end; index++) {
      const { text, afterBlank } = this.lines[index]!;
      joined += joined === '' ? text : (afterBlank ? '\n\n' : ' ') + text;
    }
    const abstract = cleanParagraphs(joined, limits.abstract);
    if (abstract.length < joined.length) {
      this.report(
        'text-cut',
        this.lines[found.abstract]!.number,
        `the abstract has ${joined.length} characters; ${limits.abstract} were kept`,
      );
    }
    return abstract;
  }

  private join(start: number, end: number, glue: string): string {
    return this.lines
      .slice(start, end)
      .map((line) => line.text)
      .join(glue);
  }

  private report(code: Parameters<typeof diagnostic>[0], line: number | null, message: string): void {
    this.diagnostics.push(diagnostic(code, { message, file: this.source, line, column: line === null ? null : 1 }));
  }
}
