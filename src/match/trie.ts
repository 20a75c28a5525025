import { type Analysis, Gap } from './analysis.ts';
import { EdgeTable } from './edge-table.ts';
import { IntList } from './int-list.ts';
import { type CaseCheck, type Pattern, sameCase } from './pattern.ts';

/** A stem reaches into the second half of a compound with so many letters at least: `model*` is not in `mode-locked`. */
const STEM_REACH = 3;
const MEMO_LIMIT = 200_000;
const NONE: readonly number[] = [];

/**
 * All distinct keywords of any number of profiles, as one trie over tokens. A text is read once for all of them. Patterns
 * and tokens are numbered by verified strings: a hash alone is not identity.
 */
export class Trie {
  private readonly tokens = new Map<string, number>();
  private readonly stems = new Map<string, number>();
  private shortestStem = Number.POSITIVE_INFINITY;
  private longestStem = 0;
  /** By word: the stems it begins with. Emptied when a stem is added. */
  private readonly stemsOf = new Map<string, readonly number[]>();
  private readonly edges = new EdgeTable();
  // The patterns that end at a node, as chains in lists of numbers; a million objects would keep the collector busy.
  private readonly accepts = new IntList(64);
  private readonly acceptNext = new IntList(64);
  private readonly acceptPattern = new IntList(64);
  /** By accept: the letters whose case is still to be compared. Most have none. */
  private readonly acceptChecks = new Map<number, readonly CaseCheck[]>();
  private overBreaks = false;
  private deepest = 0;

  /** Adds a pattern under a number. */
  add(pattern: Pattern, number: number): void {
    for (const { segments, checks } of pattern.variants) {
      let node = 0;
      for (const { form, overBreak, stem } of segments) {
        const token = stem ? this.stem(form) : this.token(form);
        if (overBreak) this.overBreaks = true;
        node = this.edges.child(node, token * 2 + (overBreak ? 1 : 0));
      }
      while (this.accepts.length <= node) this.accepts.push(-1);
      if (checks.length > 0) this.acceptChecks.set(this.acceptNext.length, checks);
      this.acceptNext.push(this.accepts.data[node]!);
      this.acceptPattern.push(number);
      this.accepts.data[node] = this.acceptNext.length - 1;
      if (segments.length > this.deepest) this.deepest = segments.length;
    }
  }

  private token(form: string): number {
    let token = this.tokens.get(form);
    if (token === undefined) {
      token = this.tokens.size + this.stems.size;
      this.tokens.set(form, token);
    }
    return token;
  }

  private stem(form: string): number {
    let token = this.stems.get(form);
    if (token === undefined) {
      token = this.tokens.size + this.stems.size;
      this.stems.set(form, token);
      this.shortestStem = Math.min(this.shortestStem, form.length);
      this.longestStem = Math.max(this.longestStem, form.length);
      this.stemsOf.clear();
    }
    return token;
  }

  /** The stems that a word begins with, of at least a length. A word is its letters and its form (`optimisers`, `optimizer`). */
  private stemsIn(lowered: string, form: string, least: number): readonly number[] {
    const key = `${least}\t${lowered}\t${form}`;
    let found = this.stemsOf.get(key);
    if (found === undefined) {
      const all = new Set<number>();
      for (const word of [lowered, form]) {
        for (let length = least; length <= Math.min(word.length, this.longestStem); length++) {
          const token = this.stems.get(word.slice(0, length));
          if (token !== undefined) all.add(token);
        }
      }
      found = all.size === 0 ? NONE : [...all];
      if (this.stemsOf.size >= MEMO_LIMIT) this.stemsOf.clear();
      this.stemsOf.set(key, found);
    }
    return found;
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
    const stems = this.stems.size === 0 ? null : this.stemReadings(text);
    /** The path from the start: token index and size of each segment. */
    const path: { at: number; size: number }[] = [];

    const accept = (node: number, first: number, last: number) => {
      if (node >= this.accepts.length) return;
      for (let entry = this.accepts.data[node]!; entry >= 0; entry = this.acceptNext.data[entry]!) {
        const checks = this.acceptChecks.size > 0 ? this.acceptChecks.get(entry) : undefined;
        if (checks !== undefined && !checks.every((check) => caseHolds(text, path[check.segment]!, check))) continue;
        const pattern = this.acceptPattern.data[entry]!;
        const start = text.starts[first]!;
        const end = text.ends[last]!;
        const spans = found.get(pattern);
        if (spans === undefined) found.set(pattern, [start, end]);
        else if (start >= spans.at(-1)!) spans.push(start, end);
        else if (start === spans.at(-2) && end > spans.at(-1)!) spans[spans.length - 1] = end;
      }
    };

    const follow = (node: number, label: number, first: number, at: number, size: number) => {
      const next = this.edges.find(node, label);
      if (next < 0) return;
      path.push({ at, size });
      accept(next, first, at + size - 1);
      walk(next, first, at + size);
      path.pop();
    };

    const step = (node: number, first: number, at: number, overBreak: 0 | 1) => {
      for (let size = 1; size <= 3 && at + size <= n; size++) {
        const token = readings[size - 1]![at]!;
        if (token >= 0) follow(node, token * 2 + overBreak, first, at, size);
        if (stems === null || size === 3) continue;
        for (const stem of stems[size - 1]![at]!) follow(node, stem * 2 + overBreak, first, at, size);
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

  /** The stems of each token, and of each compound that is written with a hyphen. */
  private stemReadings({ lowered, forms, pairs, gaps }: Analysis): readonly (readonly number[])[][] {
    const single = lowered.map((word, i) => this.stemsIn(word, forms[i]!, this.shortestStem));
    const double = pairs.map((pair, i) => {
      if (pair === '' || gaps[i + 1] !== Gap.closed) return NONE;
      return this.stemsIn(lowered[i]! + lowered[i + 1]!, pair, lowered[i]!.length + STEM_REACH);
    });
    return [single, double];
  }
}

function caseHolds(text: Analysis, place: { at: number; size: number }, check: CaseCheck): boolean {
  let cased = text.cased[place.at]!;
  if (check.exact !== undefined) {
    const { gap, stem } = check.exact;
    if (place.size > 1 || (gap !== null && text.gaps[place.at] !== gap)) return false;
    return stem ? cased.startsWith(check.text) : cased === check.text;
  }
  for (let i = 1; i < place.size; i++) cased += text.cased[place.at + i]!;
  return sameCase(check.text, cased, check.offset);
}
