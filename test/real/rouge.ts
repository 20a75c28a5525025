/** ROUGE (Lin 2004) of a candidate against one reference: F1 over lower-case words, no stemming, no stop list. */
export interface Rouge {
  one: number;
  l: number;
}

export const tokens = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

export function rouge(candidate: readonly string[], reference: readonly string[]): Rouge {
  const counts = new Map<string, number>();
  for (const word of reference) counts.set(word, (counts.get(word) ?? 0) + 1);
  let overlap = 0;
  for (const word of candidate) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    overlap++;
    counts.set(word, left - 1);
  }
  const f1 = (hits: number) => (hits === 0 ? 0 : (2 * hits) / (candidate.length + reference.length));
  return { one: f1(overlap), l: f1(longestCommon(candidate, reference)) };
}

/** Length of the longest common subsequence. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    b.forEach((other, i) => {
      next.push(word === other ? row[i]! + 1 : Math.max(row[i + 1]!, next[i]!));
    });
    row = next;
  }
  return row[b.length]!;
}
