import type { Match, Span, Subject, Topic } from '../model/index.ts';
import { printQuery, type Query, type Scope, type TextField, type TopicError, topicToQuery } from '../query/index.ts';
import { Batch } from './batch.ts';
import type { MatchContext } from './context.ts';
import { nearMiss } from './near-miss.ts';
import { compileQuery, ProgramPool, treeOf } from './program.ts';
import { evidenceOf, matchOf } from './reasons.ts';
import { asksForSomething, type Leaf, Terms } from './terms.ts';

/** One clause of a topic, and what a paper says to it. */
export interface Clause {
  /** Nesting, from 0: a clause belongs to the nearest one before it that is less deep. */
  depth: number;
  kind: Query['kind'];
  /** In the profile language. */
  text: string;
  holds: boolean;
  /** Whether the topic does not match because of this clause. */
  blame: boolean;
  /** Where a term was found. */
  spans: Span[];
  /** The abbreviation by which it was found, with a paper that defines it. */
  via: { short: string; long: string; evidence: readonly string[] } | null;
  /** What comes nearest, in words, for a term that was not found. */
  nearest: string | null;
}

/** Why a paper matches a topic, or why not. */
export interface TopicExplanation {
  topic: string;
  matches: boolean;
  /** Score and parts; also those of a match below the threshold. `null` where no clause holds. */
  match: Match | null;
  minScore: number | null;
  /** In the order of the profile. Empty when the topic has errors. */
  clauses: Clause[];
  errors: readonly TopicError[];
}

/** Longest clause that is shown whole. */
const MAX_TEXT = 200;
/** A list of a thousand keywords is explained by its first ones, and by all that were found. */
const MAX_CHILDREN = 50;

/** Explains one topic for one paper: the whole tree, not only what matched. Pure. */
export function explainTopic(topic: Topic, scope: Scope, paper: Subject, context: MatchContext): TopicExplanation {
  const { query, errors } = topicToQuery(topic, scope);
  const minScore = topic.minScore ?? null;
  if (query === null || !asksForSomething(query)) {
    return { topic: topic.name, matches: false, match: null, minScore, clauses: [], errors };
  }
  const expand = topic.abbreviations !== false;
  const terms = new Terms(context.abbreviations);
  const pool = new ProgramPool();
  const code = compileQuery(query, terms, expand);
  const program = pool.intern(code, code.length);
  const batch = new Batch(terms, [paper], context.now);
  const found = (leaf: Leaf) => batch.holds(leaf.id, 0);
  const holds = batch.evaluator(pool).run(program) !== null;
  const tree = treeOf(pool, program, terms);
  const match = holds ? matchOf({ ...topic, minScore: 0 }, tree, found, batch.readings[0]!, terms, context) : null;
  const explainer = new Explainer(terms, batch, context, expand);
  const { clauses } = explainer.visit(query, null, 1, 0);
  const matches = match !== null && match.score >= (minScore ?? 0);
  if (!holds) explainer.blame(clauses);
  return { topic: topic.name, matches, match, minScore, clauses, errors };
}

class Explainer {
  private readonly terms: Terms;
  private readonly batch: Batch;
  private readonly context: MatchContext;
  private readonly expand: boolean;

  constructor(terms: Terms, batch: Batch, context: MatchContext, expand: boolean) {
    this.terms = terms;
    this.batch = batch;
    this.context = context;
    this.expand = expand;
  }

  /** The clauses of a node, itself first. `weight`: of the terms in it, as when the topic was compiled: another would be another leaf. */
  visit(node: Query, field: TextField | null, weight: number, depth: number): { holds: boolean; clauses: Clause[] } {
    const own: Clause = {
      depth,
      kind: node.kind,
      text: shorten(node),
      holds: false,
      blame: false,
      spans: [],
      via: null,
      nearest: null,
    };
    switch (node.kind) {
      case 'term': {
        this.term(own, this.terms.term(node, field, weight, this.expand), field);
        return { holds: own.holds, clauses: [own] };
      }
      case 'test':
        own.holds = this.batch.holds(this.terms.test(node).id, 0);
        if (!own.holds) own.nearest = nearMiss(node, field, this.batch.readings[0]!.paper);
        return { holds: own.holds, clauses: [own] };
      case 'ref':
        return { holds: false, clauses: [own] };
      case 'field':
      case 'weight':
      case 'not': {
        const inside = node.kind === 'field' ? node.field : field;
        const heavier = node.kind === 'weight' ? weight * node.weight : weight;
        const inner = this.visit(node.child, inside, heavier, depth + 1);
        own.holds = inner.holds !== (node.kind === 'not');
        return { holds: own.holds, clauses: [own, ...inner.clauses] };
      }
      default: {
        const children = node.children.map((child) => this.visit(child, field, weight, depth + 1));
        own.holds = node.kind === 'and' ? children.every((one) => one.holds) : children.some((one) => one.holds);
        const shown = children.filter((child, i) => i < MAX_CHILDREN || child.holds || node.kind === 'and');
        return { holds: own.holds, clauses: [own, ...shown.flatMap(({ clauses }) => clauses)] };
      }
    }
  }

  private term(clause: Clause, leaf: Leaf, field: TextField | null): void {
    const reading = this.batch.readings[0]!;
    clause.holds = this.batch.holds(leaf.id, 0);
    if (!clause.holds) {
      clause.nearest = nearMiss({ kind: 'term', text: leaf.label }, field, reading.paper);
      return;
    }
    clause.spans = [...evidenceOf(leaf, field, reading, this.terms, this.context, new Set()).spans];
    const direct = reading.title.has(leaf.pattern) || reading.abstract.has(leaf.pattern);
    const other = direct
      ? undefined
      : leaf.alternatives.find(({ pattern }) => reading.title.has(pattern) || reading.abstract.has(pattern));
    if (other !== undefined) {
      const { short, long, evidence } = other.abbreviation;
      clause.via = { short, long, evidence };
    }
  }

  /** Marks the clauses for which a tree does not hold: of an AND those that fail, of an OR all, of a NOT what was found. */
  blame(clauses: readonly Clause[]): void {
    let at = 0;
    const walk = (wanted: boolean, relevant: boolean): void => {
      const clause = clauses[at++]!;
      const failed = relevant && clause.holds !== wanted;
      const childWanted = clause.kind === 'not' ? !wanted : wanted;
      if (clause.kind === 'term' || clause.kind === 'test') clause.blame = failed;
      while (at < clauses.length && clauses[at]!.depth > clause.depth) walk(childWanted, failed);
    };
    walk(true, true);
  }
}

function shorten(node: Query): string {
  const text = printQuery(node);
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
