import type { Match } from '../model/index.ts';
import type { Hit } from './match-index.ts';

/** Every profile with its matches by the paper's position, best first; equal scores in the order of the topics. */
export function collect(
  profiles: Iterable<string>,
  visit: (visitor: (hit: Hit) => void) => void,
): Map<string, Map<number, Match[]>> {
  const found = new Map<string, Map<number, { topic: number; match: Match }[]>>();
  for (const id of profiles) found.set(id, new Map());
  visit((hit) => {
    const match = hit.match();
    if (match === null) return;
    const byPaper = found.get(hit.profile)!;
    const list = byPaper.get(hit.paper);
    if (list === undefined) byPaper.set(hit.paper, [{ topic: hit.topic, match }]);
    else list.push({ topic: hit.topic, match });
  });
  const sorted = new Map<string, Map<number, Match[]>>();
  for (const [id, byPaper] of found) {
    const papers = [...byPaper].sort(([a], [b]) => a - b);
    for (const [, list] of papers) list.sort((a, b) => b.match.score - a.match.score || a.topic - b.topic);
    sorted.set(id, new Map(papers.map(([paper, list]) => [paper, list.map(({ match }) => match)])));
  }
  return sorted;
}

/** How many bits of a number are set. */
export function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
