import { diagnostic } from '../diagnostic/index.ts';
import { type DumpFormat, emptyFile, type ParsedFile } from './format.ts';
import { type FormatName, formats } from './formats/index.ts';
import { readLines } from './text/lines.ts';

/** How much of a file the detection looks at, in UTF-16 units. */
const headLength = 65_536;

/** Below this no format is taken. */
const threshold = 0.2;

/** The format of a text, by its beginning, or `null` when no format recognises it. */
export function detectFormat(text: string): FormatName | null {
  const head = text.slice(0, headLength).replace(/^\ufeff/, '');
  let best: FormatName | null = null;
  let bestScore = threshold;
  for (const [name, format] of Object.entries(formats) as [FormatName, DumpFormat][]) {
    const score = format.detect(head);
    if (score > bestScore) {
      best = name;
      bestScore = score;
    }
  }
  return best;
}

/** Detects the format of a dump and reads it. Never throws for bad input; what is wrong stands in `diagnostics`. */
export function parseText(text: string, source: string): { format: FormatName | 'unknown'; file: ParsedFile } {
  const body = text.replace(/^\ufeff/, '');
  const format = detectFormat(body);
  if (format !== null) {
    const file = formats[format].parse(body, source);
    const failed = file.papers.length === 0 && file.diagnostics.some(({ severity }) => severity === 'error');
    const read = failed && format !== 'text' ? readAsText(body, source) : null;
    return read === null ? { format, file } : { format: 'text', file: read };
  }
  const read = readAsText(body, source);
  if (read !== null) return { format: 'text', file: read };
  const known = Object.values(formats).map((entry) => entry.label);
  const problem = diagnostic('unknown-format', {
    message: body.trim() === '' ? 'the file is empty' : 'not a dump in a known format',
    file: source,
    expected: known.join(', or '),
  });
  return { format: 'unknown', file: emptyFile([problem]) };
}

/** What no text of the page begins with, though no other format may be able to read it. */
const foreign = /^\s*(?:%PDF-|<(?:!doctype|!--|\?xml|html|head|body|script|svg|rss|feed)\b)/i;

/**
 * A text whose first title begins as another format does, with `<`, `{`, `%` or `[ ]`; `null` unless titles and abstracts
 * stand in it as regularly as in a dump, and few lines look like data or markup.
 */
function readAsText(body: string, source: string): ParsedFile | null {
  if (foreign.test(body) || body.slice(0, headLength).includes('\u0000')) return null;
  const lines = readLines(body);
  const marked = lines.filter((line) => /^(?:[<{}"\]]|\[ ?[[{"\]])/.test(line.text)).length;
  const paragraphs = lines.filter((line) => line.afterBlank).length;
  if (paragraphs < 2 || marked > Math.max(1, lines.length / 5)) return null;
  const file = formats.text.parse(body, source);
  return file.papers.length > 0 && file.confidence >= 0.7 ? file : null;
}
