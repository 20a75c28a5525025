import { nearest } from '../diagnostic/index.ts';
import type { Subject } from '../model/index.ts';
import type { TestField, TextField } from '../query/index.ts';
import { type Analysis, analyse } from './analysis.ts';
import { readPaper } from './batch.ts';
import { Terms } from './terms.ts';
import { GRAMMAR } from './words.ts';

/** A term or a test that a paper does not meet. */
type Missed = { kind: 'term'; text: string } | { kind: 'test'; field: TestField; value: string };

/** Shortest beginning that two words must share to be called related. */
const SHARED = 4;

/**
 * What of a paper comes nearest to a term that is not in it, in words for its reader; `null` when nothing does. Tried in the order
 * of how easily the profile's writer could mend it: another field, other capitals, words that stand apart, a related word.
 */
export function nearMiss(missed: Missed, field: TextField | null, paper: Subject): string | null {
  if (missed.kind === 'test') return instead(missed.field, paper);
  if (field === 'author') return people('authors', paper.authors ?? []);
  if (field === 'org') return people('organisation', paper.organization ? [paper.organization.name] : []);
  const terms = new Terms(null);
  const text = missed.text.replace(/\*$/, '');
  const position = { offset: 0, length: 0 };
  const find = (style: 'phrase' | 'word', words: string) =>
    terms.term({ kind: 'term', style, text: words, plain: true, ...position }, null, 1, false).pattern;
  const whole = find('phrase', missed.text);
  const small = find('phrase', missed.text.toLowerCase());
  const all = [...new Set(analyse(text).forms)];
  // That `as` and `a` are there says nothing about LLM-as-a-judge.
  const telling = all.filter((word) => !GRAMMAR.has(word));
  const words = telling.length > 0 ? telling : all;
  const each = words.map((word) => find('phrase', word));
  const reading = readPaper(terms, paper);
  const has = (pattern: number) => reading.title.has(pattern) || reading.abstract.has(pattern);
  if (field !== null && has(whole)) return `it stands in the ${field === 'title' ? 'abstract' : 'title'}`;
  const cased = reading.title.get(small) ?? reading.abstract.get(small);
  if (cased !== undefined) {
    const from = reading.title.has(small) ? paper.title : (paper.abstract ?? '');
    return `in other capitals: ${from.slice(cased[0], cased[1])}`;
  }
  if (all.length > 1) {
    const there = words.filter((_, i) => has(each[i]!));
    if (there.length === words.length) return 'its words stand apart';
    if (there.length > 0) return `only ${there.join(', ')} is there`;
    return null;
  }
  return related(words[0] ?? '', paper, missed.text.endsWith('*'));
}

/** A word of the paper that begins alike, or that a slip of two letters makes of it. */
function related(word: string, paper: Subject, stem: boolean): string | null {
  if (word.length < SHARED) return null;
  const texts: Analysis[] = [analyse(paper.title), analyse(paper.abstract ?? '')];
  const length = Math.max(SHARED, Math.ceil(word.length * 0.7));
  const beginning = word.slice(0, length);
  for (const { forms, cased } of texts) {
    const at = forms.findIndex((form) => form.startsWith(beginning));
    if (at < 0) continue;
    let shared = length;
    while (shared < word.length && forms[at]![shared] === word[shared]) shared++;
    return `a related word: ${cased[at]}${stem ? '' : `; ${word.slice(0, shared)}* would find it`}`;
  }
  const all = [...new Set(texts.flatMap(({ lowered }) => lowered))].filter((other) => other.length >= SHARED);
  const near = word.length > 5 ? nearest(word, all) : null;
  return near === null ? null : `a similar word: ${near}`;
}

const people = (what: string, names: readonly string[]): string =>
  names.length === 0 ? `the ${what} are not known` : `the ${what}: ${names.slice(0, 5).join(', ')}`;

/** What the paper has instead. */
function instead(field: TestField, paper: Subject): string {
  const say = (value: string | number | null | undefined) =>
    value === null || value === undefined ? 'not known' : `it is ${value}`;
  switch (field) {
    case 'id':
      return say(paper.arxivId);
    case 'has':
      return 'there is none';
    case 'date':
      return say(paper.published);
    case 'added':
      return say(paper.firstSeen);
    default:
      return say(paper[field]);
  }
}
