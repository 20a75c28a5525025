import type { MatchField } from '../model/index.ts';
import type { Query } from '../query/index.ts';
import type { Leaf, Lexicon } from './lexicon.ts';

/** What a paper has, as the scan found it: by pattern number, spans as start, end, start, end, ... */
export interface Findings {
  readonly title: ReadonlyMap<number, readonly number[]>;
  readonly abstract: ReadonlyMap<number, readonly number[]>;
}

/** A query with its exclusions moved down to the terms, so that what made it hold can be read off. */
export type Program = Leaf | { kind: 'and' | 'or'; children: Program[] };

/** Turns a query into a program over a lexicon, to which its terms are added. */
export function compileProgram(query: Query, lexicon: Lexicon): Program {
  const compile = (node: Query, field: MatchField | null, negative: boolean): Program => {
    switch (node.kind) {
      case 'term':
        return lexicon.leaf(lexicon.add(node.style, node.text), field, node.text, negative);
      case 'field':
        return compile(node.child, node.field, negative);
      case 'not':
        return compile(node.child, field, !negative);
      default: {
        const kind = (node.kind === 'and') === negative ? 'or' : 'and';
        return { kind, children: node.children.map((child) => compile(child, field, negative)) };
      }
    }
  };
  return compile(query, null, false);
}

/**
 * Whether a program can hold only for papers in which one of its terms is found. `NOT a` and `a OR NOT b` are not: they
 * would match nearly every paper, and no span could say why.
 */
export function needsTerm(program: Program): boolean {
  if (program.kind === 'leaf') return !program.negative;
  return program.kind === 'and' ? program.children.some(needsTerm) : program.children.every(needsTerm);
}

/** Calls back for every term that is asked for, not for excluded ones. */
export function eachPositive(program: Program, visit: (leaf: Leaf) => void): void {
  if (program.kind !== 'leaf') for (const child of program.children) eachPositive(child, visit);
  else if (!program.negative) visit(program);
}

function isFound(leaf: Leaf, findings: Findings): boolean {
  return (
    (leaf.field !== 'abstract' && findings.title.has(leaf.pattern)) ||
    (leaf.field !== 'title' && findings.abstract.has(leaf.pattern))
  );
}

/** Whether a paper meets a program. */
export function holds(program: Program, findings: Findings): boolean {
  if (program.kind === 'leaf') return isFound(program, findings) !== program.negative;
  return program.kind === 'and'
    ? program.children.every((child) => holds(child, findings))
    : program.children.some((child) => holds(child, findings));
}

/**
 * The terms that made a program hold: found, asked for, and not in a branch that failed for another reason. Only for a
 * program that holds.
 */
export function reasons(program: Program, findings: Findings, visit: (leaf: Leaf) => void): void {
  if (program.kind === 'leaf') {
    if (!program.negative) visit(program);
    return;
  }
  for (const child of program.children) {
    if (program.kind === 'and' || holds(child, findings)) reasons(child, findings, visit);
  }
}
