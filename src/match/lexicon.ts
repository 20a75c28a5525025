import type { MatchField } from '../model/index.ts';
import type { TermStyle } from '../query/index.ts';
import { type Analysis, Gap } from './analysis.ts';
import { type CaseCheck, compilePattern, sameCase } from './pattern.ts';

/** A pattern that ends at a node of the trie, with the letters whose case is still to be compared. */
interface Accept {
  pattern: number;
  checks: readonly CaseCheck[];
}

/** One term of a profile. Equal ones are the same object. */
export interface Leaf {
  kind: 'leaf';
  pattern: number;
  /** `null`: any field. */
  field: MatchField | null;
  /** The term as the profile writes it. */
  label: string;
  /** Holds when the pattern is *not* found. */
  negative: boolean;
  /** The same number for leaves that give the same evidence. */
  evidence: number;
}

/** An edge is a number: node, token and whether it leads over the end of a clause. 2^53 leaves room for 2^26 of each. */
const STRIDE = 2 ** 26;

/**
 * All distinct keywords of any number of profiles, as one trie over tokens. A text is read once for all of them. Patterns
 * and tokens are numbered by verified strings: a hash alone is not identity.
 */
export class Lexicon {
  /** By pattern number: how many words it has. */
  readonly words: number[] = [];
  private readonly byText = new Map<string, number>();
  private readonly byKey = new Map<string, number>();
  private readonly leaves = new Map<string, Leaf>();
  private readonly tokens = new Map<string, number>();
  private readonly edges = new Map<number, number>();
  private readonly accepts: (Accept[] | undefined)[] = [undefined];
  private overBreaks = false;
  private deepest = 0;

  /** The number of a term's pattern; the same for terms that find the same. -1 when it cannot find anything. */
  add(style: TermStyle, text: string): number {
    const textKey = style === 'exact' ? `'${text}` : `"${text}`;
    const known = this.byText.get(textKey);
    if (known !== undefined) return known;
    const pattern = compilePattern(style, text);
    let id = -1;
    if (pattern !== null) {
      id = this.byKey.get(pattern.key) ?? -1;
      if (id < 0) {
        id = this.words.length;
        this.byKey.set(pattern.key, id);
        this.words.push(pattern.words);
        for (const variant of pattern.variants) {
          let node = 0;
          for (const { form, overBreak } of variant.segments) node = this.child(node, form, overBreak);
          let accepts = this.accepts[node];
          if (accepts === undefined) {
            accepts = [];
            this.accepts[node] = accepts;
          }
          accepts.push({ pattern: id, checks: variant.checks });
          this.deepest = Math.max(this.deepest, variant.segments.length);
        }
      }
    }
    this.byText.set(textKey, id);
    return id;
  }

  /** The leaf for a pattern in a field, under a label. */
  leaf(pattern: number, field: MatchField | null, label: string, negative: boolean): Leaf {
    const key = `${negative ? '-' : ''}${pattern}:${field ?? ''}:${label}`;
    let leaf = this.leaves.get(key);
    if (leaf === undefined) {
      leaf = { kind: 'leaf', pattern, field, label, negative, evidence: this.leaves.size };
      this.leaves.set(key, leaf);
    }
    return leaf;
  }

  private child(node: number, form: string, overBreak: boolean): number {
    let token = this.tokens.get(form);
    if (token === undefined) {
      token = this.tokens.size;
      this.tokens.set(form, token);
    }
    if (overBreak) this.overBreaks = true;
    const edge = node * STRIDE + token * 2 + (overBreak ? 1 : 0);
    let child = this.edges.get(edge);
    if (child === undefined) {
      child = this.accepts.length;
      this.accepts.push(undefined);
      this.edges.set(edge, child);
    }
    return child;
  }

  /**
   * Finds every pattern in a text. By pattern number: spans as start, end, start, end, ... ascending, not overlapping;
   * of several that start at the same place the longest.
   */
  scan(text: Analysis): Map<number, number[]> {
    const found = new Map<number, number[]>();
    const n = text.forms.length;
    // Token numbers of the three readings of each place: the token itself, and its compounds with the next ones.
    const number = (form: string) => (form === '' ? -1 : (this.tokens.get(form) ?? -1));
    const readings = [text.forms.map(number), text.pairs.map(number), text.triples.map(number)];
    /** The path from the start: token index and size of each segment. */
    const path: { at: number; size: number }[] = [];

    const accept = (node: number, first: number, last: number) => {
      for (const { pattern, checks } of this.accepts[node] ?? []) {
        if (checks.length > 0 && !checks.every((check) => caseHolds(text, path[check.segment]!, check))) continue;
        const start = text.starts[first]!;
        const end = text.ends[last]!;
        const spans = found.get(pattern);
        if (spans === undefined) found.set(pattern, [start, end]);
        else if (start >= spans.at(-1)!) spans.push(start, end);
        else if (start === spans.at(-2) && end > spans.at(-1)!) spans[spans.length - 1] = end;
      }
    };

    const step = (node: number, first: number, at: number, overBreak: 0 | 1) => {
      for (let size = 1; size <= 3 && at + size <= n; size++) {
        const token = readings[size - 1]![at]!;
        if (token < 0) continue;
        const next = this.edges.get(node * STRIDE + token * 2 + overBreak);
        if (next === undefined) continue;
        path.push({ at, size });
        accept(next, first, at + size - 1);
        walk(next, first, at + size);
        path.pop();
      }
    };

    const walk = (node: number, first: number, at: number) => {
      if (at >= n || path.length >= this.deepest) return;
      if (text.gaps[at] !== Gap.break) step(node, first, at, 0);
      if (this.overBreaks) step(node, first, at, 1);
    };

    for (let first = 0; first < n; first++) step(0, first, first, 0);
    return found;
  }
}

function caseHolds(text: Analysis, place: { at: number; size: number }, check: CaseCheck): boolean {
  let cased = text.cased[place.at]!;
  for (let i = 1; i < place.size; i++) cased += text.cased[place.at + i]!;
  return sameCase(check.text, cased, check.offset);
}
