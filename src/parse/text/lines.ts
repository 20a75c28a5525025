import { cleanLine } from '../sanitize.ts';

/** A non-blank line of a text dump. */
export interface Line {
  /** From 1. */
  number: number;
  /** Clean and folded. */
  text: string;
  /** Whether a blank line, or the beginning of the file, comes right before it. */
  afterBlank: boolean;
}

/** The non-blank lines of a text, in order. Any line end is understood: LF, CRLF, CR or U+0085. */
export function readLines(text: string): Line[] {
  const lines: Line[] = [];
  let afterBlank = true;
  let number = 0;
  for (const raw of /[\r\u0085]/.test(text) ? text.split(/\r\n|[\n\r\u0085]/) : text.split('\n')) {
    number++;
    const clean = cleanLine(raw, Number.MAX_SAFE_INTEGER);
    if (clean === '') afterBlank = true;
    else {
      lines.push({ number, text: clean, afterBlank });
      afterBlank = false;
    }
  }
  return lines;
}
