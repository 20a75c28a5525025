import type { TermStyle } from '../query/index.ts';
import { acronymBase, analyse, compound, Gap } from './analysis.ts';
import { lower } from './fold.ts';

/** Letters whose case must agree, from an offset in a segment's folded text. */
export interface CaseCheck {
  segment: number;
  offset: number;
  text: string;
}

/** One way to write a keyword: the forms of its tokens. */
interface Variant {
  /** In order; each with whether the end of a clause may stand before it. */
  segments: { form: string; overBreak: boolean }[];
  checks: CaseCheck[];
}

/** What a keyword or phrase looks for. */
export interface Pattern {
  /** Equal for keywords that find the same, whatever their text. */
  key: string;
  /** Number of words as the keyword divides them. */
  words: number;
  variants: Variant[];
}

/** A keyword of more words has no closed spelling besides its own: the number of variants doubles with each word. */
const MAX_JOINED_WORDS = 5;
/** Most words in one closed compound. */
const MAX_COMPOUND = 3;

const CAPITALS = /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u;
const INITIAL = /^\p{Lu}$/u;

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

/** Analyses a keyword; `null` when nothing in it can be found. */
export function compilePattern(style: TermStyle, text: string): Pattern | null {
  const { cased, forms, gaps, pairs } = analyse(text);
  const n = forms.length;
  if (n === 0) return null;
  const sensitive = style === 'exact' ? cased.map(() => true) : sensitiveWords(cased, gaps);
  const bases = cased.map(acronymBase);
  const lowered = cased.map(lower);

  const variants: Variant[] = [];
  const extend = (at: number, variant: Variant): void => {
    if (at === n) {
      variants.push(variant);
      return;
    }
    for (let size = 1; size <= MAX_COMPOUND && at + size <= n; size++) {
      if (size > 1 && (n > MAX_JOINED_WORDS || pairs[at + size - 2] === '')) break;
      const last = at + size - 1;
      let offset = 0;
      const checks = [...variant.checks];
      for (let i = at; i <= last; i++) {
        if (sensitive[i]) checks.push({ segment: variant.segments.length, offset, text: bases[i]! });
        offset += cased[i]!.length;
      }
      const form = size === 1 ? forms[at]! : compound(lowered.slice(at, last), lowered[last]!, forms[last]!);
      const segment = { form, overBreak: at > 0 && gaps[at] === Gap.break };
      extend(at + size, { segments: [...variant.segments, segment], checks });
    }
  };
  if (n <= MAX_JOINED_WORDS) {
    extend(0, { segments: [], checks: [] });
  } else {
    const checks: CaseCheck[] = [];
    for (let i = 0; i < n; i++) if (sensitive[i]) checks.push({ segment: i, offset: 0, text: bases[i]! });
    variants.push({
      segments: forms.map((form, i) => ({ form, overBreak: i > 0 && gaps[i] === Gap.break })),
      checks,
    });
  }
  const key = forms.map((form, i) => `${i > 0 ? gaps[i] : ''}\t${form}\t${sensitive[i] ? bases[i] : ''}`).join('\n');
  return { key, words: n, variants };
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
    return a.toLowerCase() !== b.toLowerCase();
  }
  return true;
}
