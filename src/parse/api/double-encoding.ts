/** What programs that escape text for HTML write, and nothing else: names such as `&alpha;` are not among it. */
const escapes: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  '#34': '"',
};

const entity = /&(amp|lt|gt|quot|apos|#39|#x27|#34);/gi;

/** Fewest rows with an escape before a dump can count as escaped. */
const evidence = 3;

/** Undoes one level of escaping. */
export const decodeEntities = (text: string): string =>
  text.replace(entity, (whole, name: string) => escapes[name.toLowerCase()] ?? whole);

/**
 * Whether a dump was escaped for HTML before it was saved as JSON: several rows hold escapes, and in no text is there a
 * `<`, `>`, `"` or `&` that escaping would have replaced. A single `&amp;` proves nothing: papers write about HTML, and
 * then a title with `&lt;think&gt;` means these very characters. So it is all or nothing for a dump, and with any doubt
 * the text stays as it is.
 * @param rows the texts of each row.
 */
export function isDoubleEncoded(rows: Iterable<readonly string[]>): boolean {
  let escaped = 0;
  for (const texts of rows) {
    const rests = texts.map((text) => text.replace(entity, ''));
    if (rests.some((rest) => /[<>"&]/.test(rest))) return false;
    if (rests.some((rest, index) => rest.length < texts[index]!.length)) escaped++;
  }
  return escaped >= evidence;
}
