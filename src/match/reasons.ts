import type { Instant, Match, MatchField, ScoreParts, Span, Topic } from '../model/index.ts';
import type { TextField } from '../query/index.ts';
import { counts, type Reading } from './batch.ts';
import type { MatchContext } from './context.ts';
import type { Tree } from './program.ts';
import { communityShare, freshnessShare, NAME_SCORE, roundScore, shared, termScore } from './score.ts';
import type { Leaf, Terms } from './terms.ts';

/** Whether a leaf holds for the paper that is looked at. */
export type Holds = (leaf: Leaf) => boolean;

function holdsFor(tree: Tree, holds: Holds): boolean {
  if (tree.kind === 'leaf') return holds(tree.leaf) !== tree.negative;
  return tree.kind === 'and'
    ? tree.children.every((child) => holdsFor(child, holds))
    : tree.children.some((child) => holdsFor(child, holds));
}

/**
 * The terms that made a tree hold: found, asked for, and not in a branch that failed for another reason. Only for a
 * tree that holds.
 */
function reasonsOf(tree: Tree, holds: Holds, visit: (leaf: Leaf) => void): void {
  if (tree.kind === 'leaf') {
    if (!tree.negative) visit(tree.leaf);
    return;
  }
  for (const child of tree.children) {
    if (tree.kind === 'and' || holdsFor(child, holds)) reasonsOf(child, holds, visit);
  }
}

const MAX_CLAUSE = 160;

/** A leaf as a query would write it. */
export function writeLeaf({ label, field, test }: Leaf): string {
  const text = test === null && /[\s()":]/.test(label) ? `"${label.replaceAll('"', '\\"')}"` : label;
  return field === null ? text : `${field}:${text}`;
}

/** The clause that held: of an OR the first branch that did, of an AND all that ask for something. Shortened where it is long. */
function clauseOf(tree: Tree, holds: Holds): string {
  const write = (node: Tree): string => {
    if (node.kind === 'leaf') return `${node.negative ? '-' : ''}${writeLeaf(node.leaf)}`;
    if (node.kind === 'or') return write(node.children.find((child) => holdsFor(child, holds)) ?? node.children[0]!);
    const asking = node.children.filter((child) => child.kind !== 'leaf' || !child.negative);
    return (asking.length > 0 ? asking : node.children).map(write).join(' AND ');
  };
  const clause = write(tree);
  return clause.length <= MAX_CLAUSE ? clause : `${clause.slice(0, MAX_CLAUSE - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** One term's part in a match. */
export interface Evidence {
  spans: readonly Span[];
  score: number;
}

const NONE: readonly number[] = [];

function push(spans: Span[], field: MatchField, found: readonly number[], term: string): void {
  for (let i = 0; i < found.length; i += 2) spans.push({ field, start: found[i]!, end: found[i + 1]!, term });
}

/** What the paper has of a term in the fields it is looked for in. `skip`: patterns that another term shows. */
export function evidenceOf(
  leaf: Leaf,
  field: TextField | null,
  reading: Reading,
  terms: Terms,
  context: MatchContext,
  skip: ReadonlySet<number>,
): Evidence {
  if (leaf.test !== null || leaf.pattern < 0) return { spans: [], score: 0 };
  if (field === 'author' || field === 'org') return { spans: [], score: leaf.weight * NAME_SCORE };
  const inTitle = field !== 'abstract';
  const inAbstract = field !== 'title';
  const forms = terms.forms[leaf.pattern]!;
  const of = (pattern: number) => ({
    title: inTitle ? (reading.title.get(pattern) ?? NONE) : NONE,
    abstract: inAbstract ? (reading.abstract.get(pattern) ?? NONE) : NONE,
  });
  const direct = of(leaf.pattern);
  let spans: Span[] = [];
  push(spans, 'title', direct.title, leaf.label);
  push(spans, 'abstract', direct.abstract, leaf.label);
  let title = direct.title.length / 2;
  let abstract = direct.abstract.length / 2;
  // A term that is found as it is written needs no other reason; its other forms still say how much the paper is about it.
  const shown = spans.length > 0;
  for (const alternative of leaf.alternatives) {
    if (skip.has(alternative.pattern) || !counts(alternative, reading)) continue;
    const other = of(alternative.pattern);
    title += other.title.length / 2;
    abstract += other.abstract.length / 2;
    if (shown) continue;
    push(spans, 'title', other.title, leaf.label);
    push(spans, 'abstract', other.abstract, leaf.label);
  }
  if (!shown) spans = apart(spans);
  const rarity = context.rarity?.ofTerm(forms) ?? 1;
  return { spans, score: leaf.weight * termScore({ title, abstract, words: forms.length, rarity }, reading.lengths) };
}

/** Spans of several forms of one term, in order; of those that overlap the first and longest. */
function apart(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.sort((a, b) => bySpan(a, b) || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || last.field !== span.field || span.start >= last.end) kept.push(span);
  }
  return kept;
}

function bySpan(a: Span, b: Span): number {
  if (a.field !== b.field) return a.field === 'title' ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}

/** The parts that order what is about equally relevant. */
function lesserParts(
  relevance: number,
  { paper }: Reading,
  now: Instant | null,
): Pick<ScoreParts, 'community' | 'freshness'> {
  const whole = shared(relevance);
  return {
    community: roundScore(whole * communityShare(paper)),
    freshness: roundScore(whole * freshnessShare(paper, now)),
  };
}

/** The match of a topic whose tree holds for a paper; `null` when its score is below the topic's threshold. */
export function matchOf(
  topic: Pick<Topic, 'name' | 'weight' | 'minScore'>,
  tree: Tree,
  holds: Holds,
  reading: Reading,
  terms: Terms,
  context: MatchContext,
): Match | null {
  // Terms that find the same (`LLM`, `LLMs`) are one reason, under the name that comes first; `title:x OR x` is both.
  // An array, as most matches have few reasons: this is the innermost loop of matching many profiles.
  const found: { leaf: Leaf; field: TextField | null }[] = [];
  reasonsOf(tree, holds, (leaf) => {
    const same =
      leaf.pattern < 0
        ? undefined
        : found.find((one) => one.leaf.pattern === leaf.pattern && alike(one.field, leaf.field));
    if (same === undefined) found.push({ leaf, field: leaf.field });
    else if (same.field !== leaf.field) same.field = null;
  });
  const direct = new Set<number>();
  if (found.length > 1) for (const { leaf } of found) if (isShown(leaf, reading)) direct.add(leaf.pattern);
  let spans: Span[] = [];
  let relevance = 0;
  for (const { leaf, field } of found) {
    const evidence = evidenceOf(leaf, field, reading, terms, context, direct);
    spans = spans.concat(evidence.spans);
    relevance += evidence.score;
  }
  // Stable: equal spans stay in the order of the profile's terms.
  if (found.length > 1) spans.sort(bySpan);
  const weighed = roundScore(relevance * (topic.weight ?? 1));
  const parts = { relevance: weighed, ...lesserParts(weighed, reading, context.now) };
  const score = roundScore(parts.relevance + parts.community + parts.freshness);
  if (score < (topic.minScore ?? Number.NEGATIVE_INFINITY)) return null;
  return { topic: topic.name, score, spans, clause: clauseOf(tree, holds), parts };
}

const isText = (field: TextField | null) => field !== 'author' && field !== 'org';
/** Whether two fields of one pattern may be shown as one: a name and a word of the text are not. */
const alike = (a: TextField | null, b: TextField | null) => a === b || (isText(a) && isText(b));

/** Whether a term is found as it is written, so that its spans show it. */
function isShown({ pattern, field }: Leaf, reading: Reading): boolean {
  if (pattern < 0 || !isText(field)) return false;
  return (field !== 'abstract' && reading.title.has(pattern)) || (field !== 'title' && reading.abstract.has(pattern));
}
