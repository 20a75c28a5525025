import type { Subject } from '../model/index.ts';
import { acronymBase, analyse } from './analysis.ts';

/** A long form that papers gave for a short one. */
export interface Expansion {
  /** As the papers wrote it. */
  long: string;
  /** Papers that define it so. */
  papers: number;
  /** Titles of up to three of them. */
  evidence: readonly string[];
}

/**
 * Definitions found in papers: by short form, then by the forms of the long form's words. A plain value: counts of parts of an
 * archive are merged by `mergeAbbreviations`, in any order, and survive JSON.
 */
export type AbbreviationCounts = Record<string, Record<string, Expansion>>;

const MAX_EVIDENCE = 3;
/** A short form: two to ten characters, a letter or digit first, two capitals or a capital inside; a plural s apart. */
const SHORT = /^[\p{L}\p{N}][\p{L}\p{N}.&+-]{1,9}$/u;
const CAPITALS = /\p{Lu}.*\p{Lu}|\p{Ll}\p{Lu}|\p{Lu}\p{N}/u;
const BRACKETS = /\(([^()]{2,80})\)/g;

/** The short form in its one spelling, or `null` when a text is none. */
function shortForm(text: string): string | null {
  const base = acronymBase(text.trim().replace(/[-–]s$/, 's'));
  return SHORT.test(base) && CAPITALS.test(base) && !/^\p{N}+$/u.test(base) ? base : null;
}

/**
 * The long form that ends right before a short one in brackets, by Schwartz and Hearst (2003, "A simple algorithm for
 * identifying abbreviation definitions in biomedical text"): the characters of the short form are found from right to left,
 * and its first one begins a word. `null` when there is none.
 */
function bestLong(short: string, before: string): string | null {
  const words = before.split(/\s+/);
  const letters = [...short.toLowerCase()].filter((c) => /[\p{L}\p{N}]/u.test(c));
  // Before their rule: as many words as letters, which they begin. It alone takes `Policy Optimization` for PPO.
  const initials = [...before.matchAll(/[\p{L}\p{N}]+/gu)].slice(-letters.length);
  if (initials.map(([word]) => word[0]!.toLowerCase()).join('') === letters.join('') && initials.length > 1) {
    const long = before.slice(initials[0]!.index);
    if (isLongOf(short, long, letters.length)) return long;
  }
  const most = Math.min(letters.length + 5, letters.length * 2);
  const text = words.slice(-most).join(' ');
  const low = text.toLowerCase();
  if (low.length !== text.length) return null;
  let at = low.length;
  for (let i = letters.length - 1; i >= 0; i--) {
    do at--;
    while (at >= 0 && (low[at] !== letters[i] || (i === 0 && at > 0 && /[\p{L}\p{N}]/u.test(low[at - 1]!))));
    if (at < 0) return null;
  }
  const long = text.slice(at).trim();
  return isLongOf(short, long, letters.length) ? long : null;
}

function isLongOf(short: string, long: string, letters: number): boolean {
  const words = long.split(/[\s-]+/);
  if (words.length < 2 && long.length < letters * 2) return false;
  if (long.length <= short.length || words.length > letters + 5 || /[;:,.!?()]/.test(long)) return false;
  return !words.some((word) => acronymBase(word) === short);
}

/** The definitions of one text: `long form (SHORT)` and `SHORT (long form)`. */
export function definitionsIn(text: string): { short: string; long: string }[] {
  const found: { short: string; long: string }[] = [];
  for (const { 1: inner, index } of text.matchAll(BRACKETS)) {
    const before = text.slice(Math.max(0, index - 160), index).trimEnd();
    const sentence = before.slice(Math.max(before.lastIndexOf('. '), before.lastIndexOf('\n')) + 1);
    const short = shortForm(inner!.split(/[;,]/)[0]!);
    if (short !== null) {
      const long = bestLong(short, sentence);
      if (long !== null) found.push({ short, long });
      continue;
    }
    const outer = shortForm(/\S+$/.exec(before)?.[0] ?? '');
    if (outer === null) continue;
    const long = bestLong(outer, inner!);
    if (long !== null && long.length >= inner!.trim().length - 2) found.push({ short: outer, long });
  }
  return found;
}

/** Under what a long form is known: the forms of its words. */
const longKey = (long: string): string => analyse(long).forms.join(' ');

/** Of the words of two long forms so many must agree for one meaning: `RL from human feedback` is RLHF as well. */
const SAME_WORDS = 0.7;

/** Whether two long forms, by their keys, mean the same. */
export function sameMeaning(a: string, b: string): boolean {
  if (a === b) return true;
  const [mine, theirs] = [new Set(a.split(' ')), new Set(b.split(' '))];
  const common = [...mine].filter((word) => theirs.has(word)).length;
  return common >= SAME_WORDS * Math.min(mine.size, theirs.size);
}

/** The short forms that a paper defines itself, with the keys of their long forms. */
export function ownDefinitions({ title, abstract }: Pick<Subject, 'title' | 'abstract'>): Map<string, string> {
  const own = new Map<string, string>();
  for (const { short, long } of definitionsIn(`${title}\n${abstract ?? ''}`)) own.set(short, longKey(long));
  return own;
}

/** Learns the abbreviations that papers define. Pure; papers that are learnt in parts must not overlap. */
export function learnAbbreviations(papers: Iterable<Pick<Subject, 'title' | 'abstract'>>): AbbreviationCounts {
  const counts: AbbreviationCounts = {};
  for (const { title, abstract } of papers) {
    const seen = new Set<string>();
    for (const { short, long } of definitionsIn(`${title}\n${abstract ?? ''}`)) {
      const key = longKey(long);
      if (key === '' || seen.has(`${short}\t${key}`)) continue;
      seen.add(`${short}\t${key}`);
      add(counts, short, key, { long, papers: 1, evidence: [title] });
    }
  }
  return counts;
}

function add(counts: AbbreviationCounts, short: string, key: string, more: Expansion): void {
  if (!Object.hasOwn(counts, short)) Object.defineProperty(counts, short, { value: {}, enumerable: true });
  const longs = counts[short]!;
  const known = Object.hasOwn(longs, key) ? longs[key]! : null;
  const evidence = [...new Set([...(known?.evidence ?? []), ...more.evidence])].sort().slice(0, MAX_EVIDENCE);
  // Of several spellings the one that sorts first, so that the order of merging makes no difference.
  const long = known === null || more.long < known.long ? more.long : known.long;
  const value = { long, papers: (known?.papers ?? 0) + more.papers, evidence };
  Object.defineProperty(longs, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The counts of several parts of an archive as one. */
export function mergeAbbreviations(parts: Iterable<AbbreviationCounts>): AbbreviationCounts {
  const merged: AbbreviationCounts = {};
  for (const part of parts) {
    for (const [short, longs] of Object.entries(part)) {
      for (const [key, expansion] of Object.entries(longs)) add(merged, short, key, expansion);
    }
  }
  return merged;
}

/** One pair of forms that may stand for each other. */
export interface Abbreviation extends Expansion {
  short: string;
  key: string;
}

/** Of the papers that define a short form, so many must mean this long form. */
const SHARE_TO_LONG = 0.3;
/** The other way round a common short form would bring papers about something else. */
const SHARE_TO_SHORT = 0.5;

/** Which terms stand for each other, chosen from counts. */
export class Abbreviations {
  private readonly byShort = new Map<string, Abbreviation[]>();
  private readonly byKey = new Map<string, Abbreviation[]>();

  constructor(counts: AbbreviationCounts) {
    for (const [short, longs] of Object.entries(counts)) {
      const total = Object.values(longs).reduce((sum, { papers }) => sum + papers, 0);
      for (const [key, expansion] of Object.entries(longs)) {
        const pair = { short, key, ...expansion };
        const share = expansion.papers / total;
        if (share >= SHARE_TO_LONG) push(this.byShort, short, pair);
        if (share >= SHARE_TO_SHORT) push(this.byKey, key, pair);
      }
    }
  }

  /** Long forms of a short one, the commonest first. */
  longsOf(short: string): readonly Abbreviation[] {
    return this.byShort.get(short) ?? [];
  }

  /** Short forms of a long one, by the forms of its words. */
  shortsOf(key: string): readonly Abbreviation[] {
    return this.byKey.get(key) ?? [];
  }

  get size(): number {
    return this.byShort.size;
  }
}

function push(map: Map<string, Abbreviation[]>, key: string, pair: Abbreviation): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [pair]);
  else {
    list.push(pair);
    list.sort((a, b) => b.papers - a.papers || (a.key + a.short < b.key + b.short ? -1 : 1));
  }
}
