/** Abbreviations whose full stop does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s(~])(?:e\.g|i\.e|w\.r\.t|a\.k\.a|cf|vs|etc|al|resp|approx|Fig|Figs|Sec|Eq|Eqs|No|Tab|Dr|St|[A-Z])\.$/;

/** A full stop, mark or its East Asian form, with the quotes and brackets that close after it. */
const END = /[.!?]+['")\]”’]*(?=\s)|[。！？]+[」』）”’]*/gu;

/**
 * The sentences of one line of text, in order, trimmed; joined by spaces they are the line again, but for texts without
 * spaces. A full stop counts when no lower-case letter follows and no abbreviation precedes it. Rules and not
 * `Intl.Segmenter`, whose data differ between versions of ICU: the same abstract gives the same gist everywhere.
 */
export function sentencesOf(line: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of line.matchAll(END)) {
    const end = match.index + match[0].length;
    const after = line.slice(end).trimStart();
    const wide = /^[。！？]/u.test(match[0]);
    if (!wide && (/^\p{Ll}/u.test(after) || ABBREVIATION.test(line.slice(start, match.index + 1)))) continue;
    sentences.push(line.slice(start, end).trim());
    start = end;
  }
  const rest = line.slice(start).trim();
  return rest === '' ? sentences : [...sentences, rest];
}
