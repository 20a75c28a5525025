import type { Day, Match, Subject, Topic } from '../model/index.ts';
import type { Scope } from '../query/index.ts';
import type { PaperAnalysis } from './analysis.ts';
import { BATCH_SIZE } from './batch.ts';
import type { MatchContext } from './context.ts';
import { MatchIndex } from './match-index.ts';
import type { Tree } from './program.ts';
import { writeLeaf } from './reasons.ts';
import { type Suggestion, suggest } from './suggestions.ts';
import type { Leaf } from './terms.ts';

/** What one term of a topic brings. */
export interface TermYield {
  term: string;
  /** Papers of the archive that have it, whatever the other terms say. */
  papers: number;
  /** Papers that match by this term alone. */
  alone: number;
}

/** How a topic would have done on an archive. */
export interface TopicReport {
  topic: string;
  papers: number;
  matches: number;
  /** Matching papers for each day that has papers. */
  perDay: number;
  /** In order; days without papers are left out. */
  days: { day: Day; papers: number; matches: number }[];
  /** The terms that bring most first. Excluded terms are not among them. */
  terms: TermYield[];
  warnings: string[];
  /** Terms that occur with those of the topic far more often than without. */
  add: Suggestion[];
  /** Terms of the weakest matches that the strong ones lack. */
  exclude: Suggestion[];
  /** The best five and the weakest three. */
  samples: { paper: number; match: Match }[];
}

/** A term in so many papers says little about what they are about. */
const COMMON_TERM = 0.2;
const BROAD_TOPIC = 0.3;
const BEST = 5;
const WEAKEST = 3;

/** A term as spans name it. */
const bare = (term: string): string => term.replace(/^[a-z]+:(?=.)/, '').replace(/^"(.*)"$/, '$1');

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Tests one topic on the papers of an archive. Pure; linear in the archive. A topic with errors matches nothing. */
export function testTopic(
  topic: Topic,
  scope: Scope,
  papers: readonly Subject[],
  context: MatchContext,
  analyses: readonly PaperAnalysis[],
): TopicReport {
  const index = indexOf(topic, scope, context);
  const found = matchesOf(index, papers, analyses);
  const ranked = [...found]
    .sort(([a, x], [b, y]) => y.score - x.score || a - b)
    .map(([paper, match]) => ({ paper, match }));
  const terms = yieldsOf(index, papers, analyses, found);
  const days = daysOf(papers, found);
  const texts = new Set(terms.map(({ term }) => bare(term)));
  const inside = new Set(found.keys());
  const half = Math.ceil(ranked.length / 2);
  const strong = new Set(ranked.slice(0, half).map(({ paper }) => paper));
  const weak = new Set(ranked.slice(half).map(({ paper }) => paper));
  return {
    topic: topic.name,
    papers: papers.length,
    matches: found.size,
    perDay: days.length === 0 ? 0 : found.size / days.length,
    days,
    terms,
    warnings: warningsOf(terms, found.size, papers.length),
    add: suggest(analyses, inside, null, texts),
    exclude: suggest(analyses, weak, strong, texts),
    samples: ranked.length <= BEST + WEAKEST ? ranked : [...ranked.slice(0, BEST), ...ranked.slice(-WEAKEST)],
  };
}

const LAB = 'lab';

/** An index of one topic; its scope comes along as further topics, of which only the first is asked. */
function indexOf(topic: Topic, scope: Scope, context: MatchContext): MatchIndex {
  const index = new MatchIndex(context);
  index.set({ id: LAB, topics: [topic, ...scope.topics.filter((other) => other !== topic)], queries: scope.queries });
  return index;
}

function matchesOf(
  index: MatchIndex,
  papers: readonly Subject[],
  analyses: readonly PaperAnalysis[],
): Map<number, Match> {
  const found = new Map<number, Match>();
  index.visit(
    papers,
    (hit) => {
      const match = hit.topic === 0 ? hit.match() : null;
      if (match !== null) found.set(hit.paper, match);
    },
    analyses,
  );
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** In how many papers each term that the topic asks for is found, whatever its other terms say. */
function yieldsOf(
  index: MatchIndex,
  papers: readonly Subject[],
  analyses: readonly PaperAnalysis[],
  found: ReadonlyMap<number, Match>,
): TermYield[] {
  const asked = new Map<string, Leaf>();
  const visit = (tree: Tree): void => {
    if (tree.kind !== 'leaf') for (const child of tree.children) visit(child);
    else if (!tree.negative && tree.leaf.test === null) asked.set(writeLeaf(tree.leaf), tree.leaf);
  };
  const tree = index.treeOf(LAB, 0);
  if (tree !== null) visit(tree);
  const counts = new Map([...asked.keys()].map((term) => [term, 0]));
  for (let from = 0; from < papers.length; from += BATCH_SIZE) {
    const to = Math.min(papers.length, from + BATCH_SIZE);
    const batch = index.scan(papers.slice(from, to), analyses.slice(from, to));
    for (const [term, { id }] of asked) {
      for (let n = 0; n < to - from; n++) if (batch.holds(id, n)) counts.set(term, counts.get(term)! + 1);
    }
  }
  const alone = new Map<string, number>();
  for (const { spans } of found.values()) {
    const labels = new Set(spans.map(({ term }) => term));
    if (labels.size === 1) for (const label of labels) alone.set(label, (alone.get(label) ?? 0) + 1);
  }
  return [...counts]
    .map(([term, count]) => ({ term, papers: count, alone: alone.get(bare(term)) ?? 0 }))
    .sort((a, b) => b.papers - a.papers || (a.term < b.term ? -1 : 1));
}

function daysOf(papers: readonly Subject[], found: ReadonlyMap<number, Match>): TopicReport['days'] {
  const days = new Map<Day, { day: Day; papers: number; matches: number }>();
  for (const [n, { firstSeen }] of papers.entries()) {
    if (firstSeen === undefined || firstSeen === null) continue;
    const entry = days.get(firstSeen) ?? { day: firstSeen, papers: 0, matches: 0 };
    entry.papers++;
    if (found.has(n)) entry.matches++;
    days.set(firstSeen, entry);
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function warningsOf(terms: readonly TermYield[], matches: number, papers: number): string[] {
  const warnings: string[] = [];
  if (papers === 0) return ['the archive is empty'];
  if (matches === 0) warnings.push('nothing matches');
  if (matches > BROAD_TOPIC * papers) warnings.push(`the topic would match ${percent(matches / papers)} of all papers`);
  for (const { term, papers: count } of terms) {
    if (count > COMMON_TERM * papers) warnings.push(`${term} would match ${percent(count / papers)} of all papers`);
  }
  const idle = terms.filter(({ papers: count }) => count === 0).map(({ term }) => term);
  if (idle.length > 0) {
    const more = idle.length > 10 ? ` and ${idle.length - 10} more` : '';
    warnings.push(`${idle.slice(0, 10).join(', ')}${more} ${idle.length === 1 ? 'brings' : 'bring'} nothing`);
  }
  return warnings;
}
