import type { Match, Span, Topic } from '../model/index.ts';
import { type TopicError, topicToQuery } from '../query/index.ts';
import { analysePaper, type PaperAnalysis } from './analysis.ts';
import { type Leaf, Lexicon } from './lexicon.ts';
import { compileProgram, eachPositive, type Findings, holds, needsTerm, type Program, reasons } from './program.ts';
import { roundScore, scoreOf } from './rank.ts';

/** A paper as far as matching reads it. */
export interface MatchablePaper {
  title: string;
  abstract: string | null;
}

/** An error in one of the topics, by its position in the list. */
export interface CompileError extends TopicError {
  topic: string;
  topicIndex: number;
}

/** A topic ready to run; `program` is `null` when it has an error and matches nothing. */
export interface CompiledTopic {
  name: string;
  program: Program | null;
}

/** Topics compiled against a lexicon of their own. */
export interface CompiledTopics {
  topics: readonly CompiledTopic[];
  lexicon: Lexicon;
  errors: readonly CompileError[];
}

/** Compiles topics against a given lexicon, so that many profiles may share one. */
export function compileInto(
  lexicon: Lexicon,
  topics: readonly Topic[],
): { topics: CompiledTopic[]; errors: CompileError[] } {
  const errors: CompileError[] = [];
  const compiled = topics.map((topic, topicIndex): CompiledTopic => {
    const { query, errors: found } = topicToQuery(topic);
    const report = (error: TopicError) => errors.push({ ...error, topic: topic.name, topicIndex });
    found.forEach(report);
    if (query === null) return { name: topic.name, program: null };
    const program = compileProgram(query, lexicon);
    if (needsTerm(program)) return { name: topic.name, program };
    report({
      message: 'a topic that only excludes would match nearly every paper, so it matches none',
      offset: 0,
      length: 0,
      expected: 'at least one term to look for, in every branch of an OR',
      hint: 'add a list any or all, or a term without NOT to the query',
      part: 'topic',
      index: 0,
    });
    return { name: topic.name, program: null };
  });
  return { topics: compiled, errors };
}

/** Compiles topics for `matchPaper`. Never throws; a faulty topic is reported and matches nothing. */
export function compileTopics(topics: readonly Topic[]): CompiledTopics {
  const lexicon = new Lexicon();
  return { ...compileInto(lexicon, topics), lexicon };
}

/** What matching knows of one paper, for all topics: each term's evidence is worked out once. */
export interface Reading extends Findings {
  lengths: { title: number; abstract: number };
  /** By the leaf's `evidence` number. */
  evidence: Map<number, Evidence>;
}

/** One term's part in a match. Shared by all matches of the paper, so never changed. */
interface Evidence {
  spans: readonly Span[];
  score: number;
}

/** Finds every pattern of a lexicon in a paper. */
export function read(lexicon: Lexicon, paper: PaperAnalysis): Reading {
  return {
    title: lexicon.scan(paper.title),
    abstract: lexicon.scan(paper.abstract),
    lengths: { title: paper.title.forms.length, abstract: paper.abstract.forms.length },
    evidence: new Map(),
  };
}

const NONE: readonly number[] = [];

function evidenceOf(leaf: Leaf, lexicon: Lexicon, reading: Reading): Evidence {
  let evidence = reading.evidence.get(leaf.evidence);
  if (evidence !== undefined) return evidence;
  const title = leaf.field === 'abstract' ? NONE : (reading.title.get(leaf.pattern) ?? NONE);
  const abstract = leaf.field === 'title' ? NONE : (reading.abstract.get(leaf.pattern) ?? NONE);
  const spans: Span[] = [];
  const term = leaf.label;
  for (let i = 0; i < title.length; i += 2) {
    spans.push({ field: 'title', start: title[i]!, end: title[i + 1]!, term });
  }
  for (let i = 0; i < abstract.length; i += 2) {
    spans.push({ field: 'abstract', start: abstract[i]!, end: abstract[i + 1]!, term });
  }
  const count = { title: title.length / 2, abstract: abstract.length / 2, words: lexicon.words[leaf.pattern]! };
  evidence = { spans, score: scoreOf(count, reading.lengths) };
  reading.evidence.set(leaf.evidence, evidence);
  return evidence;
}

/** Whether a compiled topic matches, and why; `null` when it does not. */
export function matchTopic(topic: CompiledTopic, lexicon: Lexicon, reading: Reading): Match | null {
  if (topic.program === null || !holds(topic.program, reading)) return null;
  // Terms that find the same (`LLM`, `LLMs`) are one reason, under the name that comes first; `title:x OR x` is both.
  // An array, as most matches have few reasons: this is the innermost loop of matching many profiles.
  const found: Leaf[] = [];
  reasons(topic.program, reading, (leaf) => {
    const at = found.findIndex(({ pattern }) => pattern === leaf.pattern);
    if (at < 0) found.push(leaf);
    else if (found[at]!.field !== leaf.field) found[at] = lexicon.leaf(leaf.pattern, null, found[at]!.label, false);
  });
  let spans: Span[] = [];
  let score = 0;
  for (const leaf of found) {
    const evidence = evidenceOf(leaf, lexicon, reading);
    spans = spans.concat(evidence.spans);
    score += evidence.score;
  }
  // Stable: equal spans stay in the order of the profile's terms.
  if (found.length > 1) spans.sort(bySpan);
  return { topic: topic.name, score: roundScore(score), spans };
}

function bySpan(a: Span, b: Span): number {
  if (a.field !== b.field) return a.field === 'title' ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}

/** Best first; equal scores stay in the order of the topics. */
export function sortMatches(matches: Match[]): Match[] {
  return matches.length > 1 ? matches.sort((a, b) => b.score - a.score) : matches;
}

/**
 * The topics that a paper matches, best first, each with its reasons. `analysed` spares the analysis to a caller that
 * matches the paper more than once.
 */
export function matchPaper(
  topics: CompiledTopics,
  paper: MatchablePaper,
  analysed: PaperAnalysis = analysePaper(paper),
): Match[] {
  const reading = read(topics.lexicon, analysed);
  const matches: Match[] = [];
  for (const topic of topics.topics) {
    const match = matchTopic(topic, topics.lexicon, reading);
    if (match !== null) matches.push(match);
  }
  return sortMatches(matches);
}

/** The patterns without one of which a topic cannot match. */
export function triggers(topic: CompiledTopic): Set<number> {
  const patterns = new Set<number>();
  if (topic.program !== null) eachPositive(topic.program, (leaf) => patterns.add(leaf.pattern));
  return patterns;
}
