/**
 * The plain reference: obvious rather than fast, for the small language of the generators in `generate.ts`. It takes no text apart with the
 * product's tokens, compares no word by the product's forms and has no index: each term is laid along each place of each
 * text. Shares nothing with the product.
 */
interface Word {
  text: string;
  start: number;
  end: number;
  /** What stands before it. */
  before: string;
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[A-Za-z]+/g)].map((m, i, all) => {
    const previous = all[i - 1];
    const from = previous === undefined ? 0 : previous.index + previous[0].length;
    return { text: m[0], start: m.index, end: m.index + m[0].length, before: text.slice(from, m.index) };
  });
}

/** The words of the generators have no singular in s, so a final s is a plural. */
const single = (word: string) => word.toLowerCase().replace(/s$/, '');

const sentenceEnds = (gap: string) => gap.includes('.');

export interface Term {
  kind: 'term';
  /** Without quotes and star. */
  text: string;
  exact: boolean;
  stem: boolean;
  plain: boolean;
}

const joined = (words: Word[]) => words.map((word) => word.text).join('');

/** Whether some words of the term and some of the text, written closed, are the same word; `last`: the term ends with them. */
function same(term: Term, mine: Word[], theirs: Word[], last: boolean): boolean {
  if (term.exact) {
    if (mine.length > 1 || theirs.length > 1) return false;
    const [wanted, found] = [mine[0]!.text, theirs[0]!.text];
    return term.stem && last ? found.startsWith(wanted) : found === wanted;
  }
  const capitals = mine.some((word) => /^[A-Z]{2,}s?$/.test(word.text));
  if (term.stem && last) {
    if (theirs.length > 2) return false;
    if (theirs.length === 2) {
      if (theirs[1]!.before !== '-') return false;
      // A stem must reach well into the second half of a compound.
      if (joined(mine).length < theirs[0]!.text.length + 3) return false;
    }
    const found = joined(theirs);
    return capitals ? found.startsWith(joined(mine)) : found.toLowerCase().startsWith(joined(mine).toLowerCase());
  }
  const form = (words: Word[]) => joined(words.slice(0, -1)).toLowerCase() + single(words.at(-1)!.text);
  if (form(mine) !== form(theirs)) return false;
  const bare = (words: Word[]) => joined(words).replace(/s$/, '');
  return !capitals || bare(mine) === bare(theirs);
}

/** Whether the term's words from a on and the text's from b on can be brought together; the end in the text or -1. */
function align(term: Term, k: Word[], a: number, t: Word[], b: number): number {
  if (a === k.length) return b;
  let longest = -1;
  for (let m = 1; m <= 3 && a + m <= k.length; m++) {
    if (m > 1 && k.length > 5) continue;
    for (let n = 1; n <= 3 && b + n <= t.length; n++) {
      const mine = k.slice(a, a + m);
      const theirs = t.slice(b, b + n);
      const last = a + m === k.length;
      // Either is divided otherwise than the other, not both; but a stem may end inside either.
      if (m > 1 && n > 1 && !(term.stem && last)) continue;
      // A letter over a space is half of no compound, nor is a stem of one letter: `model s*` is not in `models`.
      if (mine.slice(1).some((word) => word.text.length === 1 && word.before !== '-')) continue;
      if (!last && b + n < t.length && sentenceEnds(t[b + n]!.before)) continue;
      if (theirs.slice(1).some((word) => sentenceEnds(word.before))) continue;
      // In single quotes a hyphen is a hyphen.
      if (term.exact && a > 0 && (k[a]!.before === '-') !== (t[b]!.before === '-')) continue;
      if (n === 3 && theirs.slice(1).some((word) => word.before !== '-')) continue;
      if (same(term, mine, theirs, last)) longest = Math.max(longest, align(term, k, a + m, t, b + n));
    }
  }
  return longest;
}

export interface Hit {
  start: number;
  end: number;
}

/** Where a term stands in a text: of places that overlap the first, and there the longest. */
function find(term: Term, text: string): Hit[] {
  const k = wordsOf(term.text);
  const t = wordsOf(text);
  const hits: Hit[] = [];
  for (let b = 0; b < t.length; b++) {
    const end = align(term, k, 0, t, b);
    if (end < 0) continue;
    const hit = { start: t[b]!.start, end: t[end - 1]!.end };
    if (hit.start >= (hits.at(-1)?.end ?? 0)) hits.push(hit);
  }
  return hits;
}

export type Field = 'title' | 'abstract' | 'author' | 'org';

export type Tree =
  | Term
  | { kind: 'field'; field: Field; child: Tree }
  | { kind: 'test'; text: string; holds: (paper: Paper) => boolean }
  | { kind: 'not' | 'weight'; child: Tree }
  | { kind: 'and' | 'or'; children: Tree[] };

export interface Paper {
  title: string;
  abstract: string | null;
  authors: string[];
  organization: { handle: string; name: string } | null;
  arxivId: string | null;
  links: { rel: 'code' | 'project'; url: string }[];
  published: string | null;
  firstSeen: string | null;
  comments: number | null;
  upvotes: number | null;
  change: 'new' | 'revised' | null;
}

function textsOf(paper: Paper, field: Field | null): string[] {
  if (field === 'author') return paper.authors;
  if (field === 'org') return paper.organization === null ? [] : Object.values(paper.organization);
  if (field === 'title') return [paper.title];
  if (field === 'abstract') return [paper.abstract ?? ''];
  return [paper.title, paper.abstract ?? ''];
}

function holds(tree: Tree, paper: Paper, field: Field | null): boolean {
  switch (tree.kind) {
    case 'term':
      return textsOf(paper, field).some((text) => find(tree, text).length > 0);
    case 'test':
      return tree.holds(paper);
    case 'field':
      return holds(tree.child, paper, tree.field);
    case 'weight':
      return holds(tree.child, paper, field);
    case 'not':
      return !holds(tree.child, paper, field);
    case 'and':
      return tree.children.every((child) => holds(child, paper, field));
    case 'or':
      return tree.children.some((child) => holds(child, paper, field));
  }
}

/** Whether a tree asks for something, and does not only exclude. */
export function asks(tree: Tree, negative = false): boolean {
  if (tree.kind === 'term' || tree.kind === 'test') return !negative;
  if (tree.kind === 'not') return asks(tree.child, !negative);
  if ('child' in tree) return asks(tree.child, negative);
  const every = (tree.kind === 'or') !== negative;
  return every ? tree.children.every((c) => asks(c, negative)) : tree.children.some((c) => asks(c, negative));
}

interface Reason {
  term: Term;
  fields: Set<Field | null>;
}

/** What a term looks for, so that terms of the same meaning are shown once. */
const meaning = ({ text, exact, stem }: Term): string => {
  if (exact) return `'${text}${stem ? '*' : ''}`;
  return wordsOf(text)
    .map((word, i, all) => {
      const sensitive = /^[A-Z]{2,}s?$/.test(word.text);
      const gap = i === 0 ? '' : word.before === '-' ? '-' : ' ';
      if (stem && i === all.length - 1) return `${gap}${word.text.toLowerCase()}*${sensitive ? word.text : ''}`;
      // The plural s of an acronym is no part of it.
      const base = /^[A-Z]{2,}s$/.test(word.text) ? word.text.slice(0, -1) : word.text;
      return `${gap}${single(word.text)}${sensitive ? `/${base}` : ''}`;
    })
    .join('');
};

/** The terms that made a tree hold, exclusions turned inside out: found, asked for, and in no branch that failed. */
function reasons(tree: Tree, paper: Paper, field: Field | null, negative: boolean, found: Reason[]): void {
  switch (tree.kind) {
    case 'term': {
      if (negative) return;
      const people = field === 'author' || field === 'org';
      const known = found.find(
        (reason) =>
          meaning(reason.term) === meaning(tree) &&
          (people ? reason.fields.has(field) : !reason.fields.has('author') && !reason.fields.has('org')),
      );
      if (known === undefined) found.push({ term: tree, fields: new Set([field]) });
      else known.fields.add(field);
      return;
    }
    case 'test':
      return;
    case 'field':
      reasons(tree.child, paper, tree.field, negative, found);
      return;
    case 'weight':
      reasons(tree.child, paper, field, negative, found);
      return;
    case 'not':
      reasons(tree.child, paper, field, !negative, found);
      return;
    default: {
      const and = (tree.kind === 'and') !== negative;
      for (const child of tree.children) {
        if (and || holds(child, paper, field) !== negative) reasons(child, paper, field, negative, found);
      }
    }
  }
}

/** The spans that show why a paper meets a tree, as lines in order; `null`: it does not. */
export function judge(tree: Tree, paper: Paper): string[] | null {
  if (!holds(tree, paper, null)) return null;
  const found: Reason[] = [];
  reasons(tree, paper, null, false, found);
  const lines: string[] = [];
  for (const { term, fields } of found) {
    const only = fields.size === 1 ? [...fields][0]! : null;
    const label = `${term.text}${term.stem ? '*' : ''}`;
    for (const field of ['title', 'abstract'] as const) {
      if (only !== null && only !== field) continue;
      for (const { start, end } of find(term, paper[field] ?? '')) lines.push(`${field} ${start}-${end} ${label}`);
    }
  }
  return lines.sort();
}
