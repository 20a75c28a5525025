/** A place in a text, both from 1; columns count UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/** The place of an offset. Costs time in proportion to the offset: for a few diagnostics a file. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}
