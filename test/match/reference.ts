import type { Topic } from '../../src/model/index.ts';

/**
 * The plain reference: obvious rather than fast, with an analysis of its own for the small language of the generators
 * below. Shares nothing with the product.
 */
interface Word {
  text: string;
  start: number;
  end: number;
  /** What stands before it. */
  before: string;
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[A-Za-z]+/g)].map((m, i, all) => {
    const previous = all[i - 1];
    const from = previous === undefined ? 0 : previous.index + previous[0].length;
    return { text: m[0], start: m.index, end: m.index + m[0].length, before: text.slice(from, m.index) };
  });
}

/** The words of the generators have no singular in s, so a final s is a plural. */
const single = (word: string) => word.toLowerCase().replace(/s$/, '');

const sentenceEnds = (gap: string) => gap.includes('.');

/** Whether keyword words k from a on and text words t from b on can be brought together; the end in the text or -1. */
function align(k: Word[], a: number, t: Word[], b: number): number {
  if (a === k.length) return b;
  let longest = -1;
  for (let m = 1; a + m <= k.length; m++) {
    for (let n = 1; b + n <= t.length; n++) {
      if (m > 1 && n > 1) continue;
      if (n > 3 || m > 3 || (m > 1 && k.length > 5)) continue;
      const mine = k.slice(a, a + m);
      const theirs = t.slice(b, b + n);
      if (b + n < t.length && a + m < k.length && sentenceEnds(t[b + n]!.before)) continue;
      if (theirs.slice(1).some((w) => sentenceEnds(w.before))) continue;
      if (n === 3 && theirs.slice(1).some((w) => w.before !== '-')) continue;
      const join = (ws: Word[]) =>
        ws
          .slice(0, -1)
          .map((w) => w.text.toLowerCase())
          .join('') + single(ws.at(-1)!.text);
      if (join(mine) !== join(theirs)) continue;
      const capitals = mine.some((w) => /^[A-Z]{2,}s?$/.test(w.text));
      const bare = (ws: Word[]) =>
        ws
          .map((w) => w.text)
          .join('')
          .replace(/s$/, '');
      if (capitals && bare(mine) !== bare(theirs)) continue;
      longest = Math.max(longest, align(k, a + m, t, b + n));
    }
  }
  return longest;
}

export interface Hit {
  start: number;
  end: number;
}

export function find(keyword: string, text: string): Hit[] {
  const k = wordsOf(keyword);
  const t = wordsOf(text);
  const hits: Hit[] = [];
  for (let b = 0; b < t.length; b++) {
    const end = align(k, 0, t, b);
    if (end < 0) continue;
    const hit = { start: t[b]!.start, end: t[end - 1]!.end };
    if (hit.start >= (hits.at(-1)?.end ?? 0)) hits.push(hit);
  }
  return hits;
}

/** The keywords of a topic without a query that make it match a paper, or `null`. */
export function judge(topic: Topic, title: string, abstract: string): string[] | null {
  const has = (keyword: string) => find(keyword, title).length + find(keyword, abstract).length > 0;
  if (topic.any.length > 0 && !topic.any.some(has)) return null;
  if (!topic.all.every(has) || topic.none.some(has)) return null;
  if (topic.any.length + topic.all.length === 0) return null;
  return [...topic.any, ...topic.all].filter(has);
}
