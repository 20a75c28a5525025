import { diagnostic } from '../diagnostic/index.ts';
import { type DumpFormat, emptyFile, type ParsedFile } from './format.ts';
import { type FormatName, formats } from './formats/index.ts';

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
  if (format !== null) return { format, file: formats[format].parse(body, source) };
  const known = Object.values(formats).map((entry) => entry.label);
  const problem = diagnostic('unknown-format', {
    message: body.trim() === '' ? 'the file is empty' : 'not a dump in a known format',
    file: source,
    expected: known.join(', or '),
  });
  return { format: 'unknown', file: emptyFile([problem]) };
}
