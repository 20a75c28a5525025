import { isStem, type TermStyle } from '../query/index.ts';
import { type Analysis, acronymBase, analyse, compound, Gap } from './analysis.ts';
import { lower } from './fold.ts';
import { stemSpellings } from './words.ts';

/** Letters whose case must agree, from an offset in a segment's folded text. */
export interface CaseCheck {
  segment: number;
  offset: number;
  text: string;
  /** In single quotes: the token is spelled so, or a stem of it, and joined to the one before as the keyword joins it. */
  exact?: { gap: Gap | null; stem: boolean };
}

/** One token of a variant. */
export interface Segment {
  form: string;
  /** The end of a clause may stand before it. */
  overBreak: boolean;
  /** The form is the beginning of the token only. */
  stem: boolean;
}

/** One way to write a keyword. */
export interface Variant {
  segments: readonly Segment[];
  checks: readonly CaseCheck[];
}

/** What a keyword or phrase looks for. */
export interface Pattern {
  /** Equal for keywords that find the same, whatever their text. */
  key: string;
  /** The forms of its words, as the keyword divides them; of a stem what is there of it. */
  forms: readonly string[];
  variants: readonly Variant[];
}

/** A keyword of more words has no closed spelling besides its own: the number of variants doubles with each word. */
const MAX_JOINED_WORDS = 5;
/** Most words in one closed compound. */
const MAX_COMPOUND = 3;

const CAPITALS = /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u;
const INITIAL = /^\p{Lu}$/u;
const HAS_CAPITAL = /\p{Lu}/u;

/**
 * Which words of a keyword are case-sensitive: those in capitals with two capitals at least (`RAG`, the `GPT` of
 * `GPT-4`; not `O1`, not `LoRA`), initials joined to others (`U.S.`, `Q&A`), and a keyword that is one capital letter.
 */
function sensitiveWords(cased: readonly string[], gaps: readonly Gap[]): boolean[] {
  const n = cased.length;
  if (n === 1 && INITIAL.test(cased[0]!)) return [true];
  const initial = cased.map((word) => INITIAL.test(word));
  return cased.map((word, i) => {
    if (CAPITALS.test(acronymBase(word))) return true;
    const before = i > 0 && initial[i - 1]! && gaps[i] === Gap.closed;
    const after = i + 1 < n && initial[i + 1]! && gaps[i + 1] === Gap.closed;
    return initial[i]! && (before || after);
  });
}

/** A keyword in single quotes: its words one by one, as they are spelled. */
function exactPattern(
  { cased, forms, lowered, gaps }: Pick<Analysis, 'cased' | 'forms' | 'lowered' | 'gaps'>,
  stem: boolean,
): Pattern {
  const ends = (i: number) => stem && i === forms.length - 1;
  const words = forms.map((form, i) => (ends(i) ? lowered[i]! : form));
  const segments = words.map((form, i) => ({ form, overBreak: i > 0 && gaps[i] === Gap.break, stem: ends(i) }));
  const checks = cased.map((text, i) => ({
    segment: i,
    offset: 0,
    text,
    exact: { gap: i === 0 ? null : gaps[i]!, stem: ends(i) },
  }));
  const key = cased.map((word, i) => `'${i > 0 ? gaps[i] : ''}\t${word}${ends(i) ? '*' : ''}`).join('\n');
  return { key, forms: words, variants: [{ segments, checks }] };
}

/** How a pattern is to be read: as a term is written, or (`cased`) as a word whose case counts, its plural allowed. */
export type PatternStyle = TermStyle | 'cased';

/** Analyses a keyword; `null` when nothing in it can be found. */
export function compilePattern(style: PatternStyle, written: string): Pattern | null {
  const stem = isStem(written);
  const text = stem ? written.slice(0, -1) : written;
  const { cased, forms, lowered, gaps, pairs } = analyse(text);
  const n = forms.length;
  if (n === 0) return null;
  if (style === 'exact') return exactPattern({ cased, forms, lowered, gaps }, stem);
  const capitals = style === 'cased' || HAS_CAPITAL.test(text);
  const sensitive = style === 'cased' ? cased.map(() => true) : capitals ? sensitiveWords(cased, gaps) : [];
  const bases = capitals ? cased.map((word, i) => (stem && i === n - 1 ? word : acronymBase(word))) : cased;
  const endings = stem ? stemSpellings(lowered[n - 1]!) : [forms[n - 1]!];

  const variants: Variant[] = [];
  const extend = (at: number, segments: readonly Segment[], checks: readonly CaseCheck[]): void => {
    if (at === n) {
      variants.push({ segments, checks });
      return;
    }
    const longest = n > MAX_JOINED_WORDS ? 1 : Math.min(MAX_COMPOUND, n - at);
    for (let size = 1; size <= longest; size++) {
      const last = at + size - 1;
      if (size > 1 && pairs[last - 1] === '') break;
      let further = checks;
      let offset = 0;
      for (let i = at; i <= last; i++) {
        if (sensitive[i]) further = [...further, { segment: segments.length, offset, text: bases[i]! }];
        offset += cased[i]!.length;
      }
      const overBreak = at > 0 && gaps[at] === Gap.break;
      const final = stem && last === n - 1;
      for (const ending of last === n - 1 ? endings : [forms[last]!]) {
        const form =
          size === 1
            ? ending
            : final
              ? lowered.slice(at, last).join('') + ending
              : compound(lowered.slice(at, last), lowered[last]!, forms[last]!);
        extend(at + size, [...segments, { form, overBreak, stem: final }], further);
      }
    }
  };
  extend(0, [], []);
  const words = stem ? [...forms.slice(0, -1), `${endings[0]!}*`] : forms;
  // Of one word that may have any case the form alone is the key: most keywords, and no string is made.
  if (n === 1 && sensitive[0] !== true) return { key: words[0]!, forms, variants };
  const key = words.map((form, i) => `${i > 0 ? gaps[i] : ''}\t${form}\t${sensitive[i] ? bases[i] : ''}`).join('\n');
  return { key, forms, variants };
}

/**
 * Whether letters agree in case, as far as two forms of a word are spelled alike (`policy` and `policies` differ from the
 * y on, which the comparison of forms has already allowed).
 */
export function sameCase(wanted: string, found: string, offset: number): boolean {
  for (let i = 0; i < wanted.length && offset + i < found.length; i++) {
    const a = wanted[i]!;
    const b = found[offset + i]!;
    if (a === b) continue;
    return lower(a) !== lower(b);
  }
  return true;
}
