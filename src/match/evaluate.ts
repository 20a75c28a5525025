import { numberOf, Op, opOf, type ProgramPool } from './program.ts';

/**
 * Runs programs over bitsets of papers: bit n of a row says that paper n of the batch has the leaf's term. An OR of eight terms over a
 * hundred papers is 32 operations on numbers, whatever the papers say.
 */
export class Evaluator {
  private readonly code: Int32Array;
  private readonly starts: Int32Array;
  private readonly words: number;
  /** By leaf: where its row begins in `bits`. Rows that hold for no paper begin at 0, where there are zeros. */
  private readonly offsets: Int32Array;
  private readonly bits: Int32Array;
  /** Ones for the papers there are: what NOT leaves of the last word. */
  private readonly mask: Int32Array;
  /** Results by depth. */
  private scratch: Int32Array;

  constructor(pool: ProgramPool, offsets: Int32Array, bits: Int32Array, papers: number) {
    this.code = pool.code.data;
    this.starts = pool.starts.data;
    this.offsets = offsets;
    this.bits = bits;
    this.words = Math.max(1, Math.ceil(papers / 32));
    this.mask = new Int32Array(this.words).fill(-1);
    const rest = papers % 32;
    if (rest > 0) this.mask[this.words - 1] = (1 << rest) - 1;
    if (papers === 0) this.mask.fill(0);
    this.scratch = new Int32Array(this.words * 8);
  }

  /** The papers for which a program holds, as bits; valid until the next call. `null`: none. */
  run(program: number): Int32Array | null {
    const { words } = this;
    const start = this.starts[program]!;
    if (opOf(this.code[start]!) === Op.anyOf && words === 4) {
      if (!this.anyOfFour(start)) return null;
    } else {
      this.node(start, 0);
    }
    for (let w = 0; w < words; w++) if (this.scratch[w] !== 0) return this.scratch;
    return null;
  }

  /** The commonest case by far, unrolled: up to 128 papers. */
  private anyOfFour(start: number): boolean {
    const { code, offsets, bits, scratch } = this;
    const end = start + 2 + numberOf(code[start]!);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let at = start + 2; at < end; at++) {
      const row = offsets[code[at]! >>> 3]!;
      if (row === 0) continue;
      a |= bits[row]!;
      b |= bits[row + 1]!;
      c |= bits[row + 2]!;
      d |= bits[row + 3]!;
    }
    if ((a | b | c | d) === 0) return false;
    scratch[0] = a;
    scratch[1] = b;
    scratch[2] = c;
    scratch[3] = d;
    return true;
  }

  /** Evaluates the node at a place into the scratch of a depth; returns where the next one begins. */
  private node(at: number, depth: number): number {
    const { code, words, bits } = this;
    const out = depth * words;
    if (out + words > this.scratch.length) {
      const scratch = new Int32Array(this.scratch.length * 2);
      scratch.set(this.scratch);
      this.scratch = scratch;
    }
    const { scratch } = this;
    const head = code[at]!;
    const op = opOf(head);
    if (op === Op.leaf) {
      const row = this.offsets[numberOf(head)]!;
      for (let w = 0; w < words; w++) scratch[out + w] = bits[row + w]!;
      return at + 1;
    }
    if (op === Op.not) {
      const row = this.offsets[numberOf(head)]!;
      for (let w = 0; w < words; w++) scratch[out + w] = ~bits[row + w]! & this.mask[w]!;
      return at + 1;
    }
    const end = at + code[at + 1]!;
    if (op === Op.and) this.and(at + 2, end, depth);
    else this.or(at + 2, end, depth);
    return end;
  }

  private and(from: number, end: number, depth: number): void {
    const { words, code, bits, offsets, mask } = this;
    const out = depth * words;
    for (let w = 0; w < words; w++) this.scratch[out + w] = mask[w]!;
    for (let at = from; at < end; ) {
      const head = code[at]!;
      const op = opOf(head);
      let any = 0;
      if (op === Op.leaf || op === Op.not) {
        const row = offsets[numberOf(head)]!;
        const flip = op === Op.not ? -1 : 0;
        for (let w = 0; w < words; w++) any |= this.scratch[out + w]! &= bits[row + w]! ^ flip;
        at++;
      } else {
        at = this.node(at, depth + 1);
        const inner = out + words;
        for (let w = 0; w < words; w++) any |= this.scratch[out + w]! &= this.scratch[inner + w]!;
      }
      if (any === 0) return;
    }
  }

  private or(from: number, end: number, depth: number): void {
    const { words, code, bits, offsets, mask } = this;
    const out = depth * words;
    for (let w = 0; w < words; w++) this.scratch[out + w] = 0;
    for (let at = from; at < end; ) {
      const head = code[at]!;
      const op = opOf(head);
      if (op === Op.leaf || op === Op.not) {
        const row = offsets[numberOf(head)]!;
        if (op === Op.leaf) for (let w = 0; w < words; w++) this.scratch[out + w]! |= bits[row + w]!;
        else for (let w = 0; w < words; w++) this.scratch[out + w]! |= ~bits[row + w]! & mask[w]!;
        at++;
      } else {
        at = this.node(at, depth + 1);
        const inner = out + words;
        for (let w = 0; w < words; w++) this.scratch[out + w]! |= this.scratch[inner + w]!;
      }
    }
  }
}
