import type { Query, TextField } from '../query/index.ts';
import { IntList } from './int-list.ts';
import type { Leaf, Terms } from './terms.ts';

/**
 * A program is a tree in one array of numbers, in prefix order. The lowest three bits of a number say what it is, the others are a
 * leaf's number or the count of children; a group's second number is its whole length, so that it can be skipped.
 */
export const Op = { leaf: 0, not: 1, and: 2, or: 3, anyOf: 4 } as const;
const BITS = 3;

export const leafCode = (leaf: number): number => leaf << BITS;
export const notCode = (leaf: number): number => (leaf << BITS) | Op.not;
/** The head of a group. `anyOf` is an OR whose children are all leaves, which is most of what people ask for. */
export const groupCode = (op: 2 | 3 | 4, children: number): number => (children << BITS) | op;
export const opOf = (code: number): number => code & 7;
export const numberOf = (code: number): number => code >>> BITS;

/** Writes a query as a program, its exclusions moved down to the leaves. Its terms are added to `terms`. */
export function compileQuery(query: Query, terms: Terms, expand: boolean): Int32Array {
  const out = new IntList(32);
  const visit = (node: Query, field: TextField | null, weight: number, negative: boolean): void => {
    switch (node.kind) {
      case 'term': {
        const leaf = terms.term(node, field, weight, expand).id;
        out.push(negative ? notCode(leaf) : leafCode(leaf));
        return;
      }
      case 'test': {
        const leaf = terms.test(node).id;
        out.push(negative ? notCode(leaf) : leafCode(leaf));
        return;
      }
      case 'ref':
        throw new Error('a reference that was not resolved');
      case 'field':
        visit(node.child, node.field, weight, negative);
        return;
      case 'weight':
        visit(node.child, field, weight * node.weight, negative);
        return;
      case 'not':
        visit(node.child, field, weight, !negative);
        return;
      default: {
        const and = (node.kind === 'and') !== negative;
        const flat =
          !and && !negative && node.children.every((child) => child.kind === 'term' || child.kind === 'test');
        const at = out.length;
        out.push(groupCode(and ? Op.and : flat ? Op.anyOf : Op.or, node.children.length));
        out.push(0);
        for (const child of node.children) visit(child, field, weight, negative);
        out.data[at + 1] = out.length - at;
      }
    }
  };
  visit(query, null, 1, false);
  return out.data.slice(0, out.length);
}

/** Programs, each once: equal ones have one number. */
export class ProgramPool {
  readonly code = new IntList(1024);
  readonly starts = new IntList(256);
  private readonly hashes = new IntList(256);
  private table = new Int32Array(512);

  get size(): number {
    return this.starts.length;
  }

  /** Where a program ends. */
  private endOf(program: number): number {
    return program + 1 < this.starts.length ? this.starts.data[program + 1]! : this.code.length;
  }

  /** The number of a program: of the first `length` numbers of a buffer. Compared number by number, the hash only finds it. */
  intern(buffer: Int32Array, length: number): number {
    if (this.starts.length * 2 >= this.table.length) this.grow();
    let hash = length;
    for (let i = 0; i < length; i++) hash = (Math.imul(hash, 0x01000193) ^ buffer[i]!) | 0;
    hash ^= hash >>> 16;
    const mask = this.table.length - 1;
    let at = hash & mask;
    for (; this.table[at] !== 0; at = (at + 1) & mask) {
      const program = this.table[at]! - 1;
      if (this.hashes.data[program] === hash && this.equals(program, buffer, length)) return program;
    }
    const program = this.starts.length;
    this.starts.push(this.code.length);
    this.hashes.push(hash);
    this.code.append(buffer, length);
    this.table[at] = program + 1;
    return program;
  }

  private equals(program: number, buffer: Int32Array, length: number): boolean {
    const start = this.starts.data[program]!;
    if (this.endOf(program) - start !== length) return false;
    const { data } = this.code;
    for (let i = 0; i < length; i++) if (data[start + i] !== buffer[i]) return false;
    return true;
  }

  private grow(): void {
    this.table = new Int32Array(this.table.length * 4);
    const mask = this.table.length - 1;
    for (let program = 0; program < this.starts.length; program++) {
      let at = this.hashes.data[program]! & mask;
      while (this.table[at] !== 0) at = (at + 1) & mask;
      this.table[at] = program + 1;
    }
  }
}

/** A program read back: what reasons, clauses and explanations walk. */
export type Tree = { kind: 'leaf'; leaf: Leaf; negative: boolean } | { kind: 'and' | 'or'; children: Tree[] };

/** The program at a place of the pool as a tree. */
export function treeOf(pool: ProgramPool, program: number, terms: Terms): Tree {
  const { data } = pool.code;
  let at = pool.starts.data[program]!;
  const read = (): Tree => {
    const code = data[at]!;
    const op = opOf(code);
    if (op === Op.leaf || op === Op.not) {
      at++;
      return { kind: 'leaf', leaf: terms.leaves[numberOf(code)]!, negative: op === Op.not };
    }
    at += 2;
    const children: Tree[] = [];
    for (let i = numberOf(code); i > 0; i--) children.push(read());
    return { kind: op === Op.and ? 'and' : 'or', children };
  };
  return read();
}
