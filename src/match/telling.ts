import type { PaperAnalysis } from './analysis.ts';
import { termsIn } from './suggestions.ts';

/** A term in a larger share of papers says little. */
const COMMON = 0.2;

/**
 * The words of a paper's title that tell it from others: those that few papers have, phrases before their words. A word that no other
 * paper has comes last, since it will hardly come again.
 * @param among the papers that it is told from; it may be one of them.
 * @param known terms that are left out, with all parts of them.
 */
export function tellingTerms(
  { title }: PaperAnalysis,
  among: readonly PaperAnalysis[],
  known: readonly string[],
  most: number,
): string[] {
  const terms = new Map<string, string>();
  termsIn(title, terms);
  const counts = new Map([...terms.keys()].map((key) => [key, 0]));
  for (const other of among) {
    const has = new Map<string, string>();
    termsIn(other.title, has);
    termsIn(other.abstract, has);
    for (const key of counts.keys()) if (has.has(key)) counts.set(key, counts.get(key)! + 1);
  }
  const taken = known.map(plain);
  const rank = ([key]: [string, string]): number => {
    const count = counts.get(key)!;
    return (count < 2 ? 1_000_000 : count) - (key.includes(' ') && count >= 2 ? 1_000 : 0);
  };
  const chosen: string[] = [];
  for (const [key, term] of [...terms].sort((a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1))) {
    if (among.length > 20 && counts.get(key)! > COMMON * among.length) continue;
    const text = plain(term);
    if ([...taken, ...chosen.map(plain)].some((one) => one.includes(text) || text.includes(one))) continue;
    chosen.push(term);
    if (chosen.length === most) break;
  }
  return chosen;
}

const plain = (term: string): string =>
  term
    .toLowerCase()
    .replace(/[-\s*"]+/g, ' ')
    .trim();
