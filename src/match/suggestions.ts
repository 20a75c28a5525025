import { type Analysis, Gap, type PaperAnalysis } from './analysis.ts';
import { GRAMMAR } from './words.ts';

/** A term that is much commoner in some papers than in others. */
export interface Suggestion {
  /** As papers write it most often, in lower case unless it is an acronym. */
  term: string;
  /** Papers of the group that have it, and papers outside. */
  inside: number;
  outside: number;
}

const MOST = 8;
/** Words of every abstract, which are about nothing. */
const EMPTY = new Set(
  (
    'paper method approach result propose show present introduce task model data work study performance experiment ' +
    'framework problem existing new novel significant significantly further however while based using use used various ' +
    'across between within through over under more most such code available https http com github io state art including'
  ).split(' '),
);

const isContent = (form: string): boolean =>
  form.length > 2 && !GRAMMAR.has(form) && !EMPTY.has(form) && !/^\p{N}/u.test(form);

/** Words of content and pairs of them, by form, with the way they are written. */
export function termsIn(text: Analysis, into: Map<string, string>): void {
  const { forms, cased, lowered, gaps } = text;
  const written = (i: number) => (/\p{Lu}.*\p{Lu}/u.test(cased[i]!) ? cased[i]! : lowered[i]!);
  for (let i = 0; i < forms.length; i++) {
    if (!isContent(forms[i]!)) continue;
    if (!into.has(forms[i]!)) into.set(forms[i]!, written(i));
    if (i + 1 < forms.length && gaps[i + 1] !== Gap.break && isContent(forms[i + 1]!)) {
      const key = `${forms[i]} ${forms[i + 1]}`;
      if (!into.has(key)) into.set(key, `${written(i)}${gaps[i + 1] === Gap.closed ? '-' : ' '}${written(i + 1)}`);
    }
  }
}

/** Dunning's log-likelihood ratio (1993): how surprising it is that a papers of n and b of m have a term. */
function surprise(a: number, n: number, b: number, m: number): number {
  const share = (a + b) / (n + m);
  const part = (seen: number, expected: number) => (seen === 0 ? 0 : seen * Math.log(seen / expected));
  return 2 * (part(a, n * share) + part(n - a, n * (1 - share)) + part(b, m * share) + part(m - b, m * (1 - share)));
}

/** Chance at one in a thousand: 10.83 (chi-square, one degree of freedom). */
const LEAST_SURPRISE = 10.83;

/**
 * The terms that papers of a group have and others lack. `outside`: `null` for all papers that are not in the group. Terms that a
 * profile has already, and parts of them, are left out.
 */
export function suggest(
  analyses: readonly PaperAnalysis[],
  group: ReadonlySet<number>,
  outside: ReadonlySet<number> | null,
  known: ReadonlySet<string>,
): Suggestion[] {
  const others = outside?.size ?? analyses.length - group.size;
  if (group.size < 3 || others < 3) return [];
  const counts = new Map<string, { term: string; inside: number; outside: number }>();
  for (const [n, { title, abstract }] of analyses.entries()) {
    const inside = group.has(n);
    if (!inside && outside !== null && !outside.has(n)) continue;
    const terms = new Map<string, string>();
    termsIn(title, terms);
    termsIn(abstract, terms);
    for (const [key, term] of terms) {
      const count = counts.get(key) ?? { term, inside: 0, outside: 0 };
      count[inside ? 'inside' : 'outside']++;
      counts.set(key, count);
    }
  }
  const taken = [...known].map((term) => term.toLowerCase().replace(/[-\s*]+/g, ' '));
  const chosen: { key: string; suggestion: Suggestion }[] = [];
  const ranked = [...counts]
    .filter(([, { inside, outside: out }]) => inside >= 3 && inside / group.size > out / others)
    .map(([key, count]) => ({ key, count, value: surprise(count.inside, group.size, count.outside, others) }))
    .filter(({ value }) => value >= LEAST_SURPRISE)
    // Of what always stands together the whole phrase.
    .sort((a, b) => b.value - a.value || b.key.length - a.key.length || (a.key < b.key ? -1 : 1));
  for (const { key, count } of ranked) {
    const text = count.term.toLowerCase().replace(/-/g, ' ');
    if (taken.some((term) => term.includes(text) || text.includes(term))) continue;
    // Of a phrase and its words the one that came first, which is the more telling.
    if (chosen.some((one) => one.key.includes(key) || key.includes(one.key))) continue;
    chosen.push({ key, suggestion: { ...count } });
    if (chosen.length === MOST) break;
  }
  return chosen.map(({ suggestion }) => suggestion);
}
