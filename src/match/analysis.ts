import { Class, foldAt, lower } from './fold.ts';
import { greekName } from './latex.ts';
import { Gap, tokenise } from './tokenise.ts';
import { americanised, canonical, GRAMMAR } from './words.ts';

export { Gap } from './tokenise.ts';

/**
 * A text as tokens, in parallel arrays of the same length. Offsets are UTF-16 units of the original text. A caller that
 * matches the same paper more than once keeps this: it is most of the work.
 */
export interface Analysis {
  readonly starts: readonly number[];
  /** Exclusive; a possessive `'s` is not part of the word. */
  readonly ends: readonly number[];
  /** Unicode folded, case kept, as the text has it (`LLMs`). */
  readonly cased: readonly string[];
  /** The form that is compared: lower case, singular, one spelling (`llm`). */
  readonly forms: readonly string[];
  /** Lower case, a Greek letter by its name; otherwise as the text has it. What stems are compared with. */
  readonly lowered: readonly string[];
  readonly gaps: readonly Gap[];
  /** The closed spelling of this token and the next one, or '' where they form no compound. */
  readonly pairs: readonly string[];
  /** The same of three tokens, hyphens only. */
  readonly triples: readonly string[];
}

/** A paper's fields, analysed. */
export interface PaperAnalysis {
  readonly title: Analysis;
  readonly abstract: Analysis;
}

/** A small s behind a capital, or behind the digits of a name in capitals: `LLMs`, `MoEs`, `vCPUs`, `GPT4s`. */
const PLURAL_NAME = /(?:\p{Lu}|^[\p{Lu}\p{N}]+)s$/u;
/** `OSes`, `CVSSes`. */
const PLURAL_AFTER_S = /^\p{Lu}+[SX]es$/u;
const TWO_CAPITALS = /\p{Lu}.*\p{Lu}/u;

/** The case-kept form of a name with two capitals without the small s of its plural: `LLMs` to `LLM`; anything else as it is. */
export function acronymBase(cased: string): string {
  if (cased.length < 3 || !cased.endsWith('s') || !TWO_CAPITALS.test(cased)) return cased;
  if (PLURAL_AFTER_S.test(cased)) return cased.slice(0, -2);
  return PLURAL_NAME.test(cased) ? cased.slice(0, -1) : cased;
}

function form(cased: string): string {
  if (cased.charCodeAt(0) > 0x36f || cased.length === 1) return canonical(greekName(lower(cased)));
  if (cased.charCodeAt(cased.length - 1) !== 115) return canonical(lower(cased));
  return canonical(lower(acronymBase(cased)));
}

/** Whether a token may be half of a compound that is written with a space. */
function joinsOverSpace(lowered: string): boolean {
  return (lowered.length > 1 || /\p{N}/u.test(lowered)) && !GRAMMAR.has(lowered);
}

/** Whether a token belongs to a script in which characters are tokens: those are joined anyway. */
function isSingle(cased: string): boolean {
  return cased.charCodeAt(0) > 0xe00 && foldAt(cased, 0).folded.class === Class.single;
}

/**
 * The form of the closed spelling of several words: that of one word with their letters. Only a final s can make it differ
 * from the forms put together (`Node.js`: the s of `js` is no plural, that of `nodejs` looks like one).
 */
export function compound(first: readonly string[], lastLowered: string, lastForm: string): string {
  // `GPUs` and `UIs` were known to be plurals where the letters alone (`multigpus`) no longer tell.
  const known = /[ui]s$/.test(lastLowered) && lastLowered === `${lastForm}s`;
  if (lastLowered.endsWith('s') && !known) return canonical(first.join('') + lastLowered);
  return first.map(americanised).join('') + lastForm;
}

/** Small letters and single spaces: most keywords. */
const SMALL_WORDS = /^[a-z]+(?: [a-z]+)*$/;

/** What `analyse` gives for such a text, without looking at each character. */
function analyseSmall(text: string): Analysis {
  const words = text.split(' ');
  const n = words.length;
  const forms = words.map(canonical);
  const [starts, ends, gaps, pairs, triples]: [number[], number[], Gap[], string[], string[]] = [[], [], [], [], []];
  let at = 0;
  for (let i = 0; i < n; i++) {
    const word = words[i]!;
    starts.push(at);
    ends.push(at + word.length);
    at += word.length + 1;
    gaps.push(i === 0 ? Gap.break : Gap.space);
    const joins = i + 1 < n && joinsOverSpace(word) && joinsOverSpace(words[i + 1]!);
    pairs.push(joins ? compound([word], words[i + 1]!, forms[i + 1]!) : '');
    triples.push('');
  }
  return { starts, ends, cased: words, forms, lowered: words, gaps, pairs, triples };
}

/** Analyses a text. Never throws; takes time linear in its length. */
export function analyse(text: string): Analysis {
  if (text.length < 80 && SMALL_WORDS.test(text)) return analyseSmall(text);
  const { starts, ends, cased, gaps } = tokenise(text);
  const n = cased.length;
  const forms = cased.map(form);
  const lowered = cased.map((word) => greekName(lower(word)));
  const pairs: string[] = [];
  const triples: string[] = [];
  for (let i = 0; i < n; i++) {
    const gap = i + 1 < n ? gaps[i + 1]! : Gap.break;
    let pair = '';
    let triple = '';
    if (gap !== Gap.break && !isSingle(cased[i]!) && !isSingle(cased[i + 1]!)) {
      if (gap === Gap.closed || (joinsOverSpace(lowered[i]!) && joinsOverSpace(lowered[i + 1]!))) {
        pair = compound([lowered[i]!], lowered[i + 1]!, forms[i + 1]!);
        if (gap === Gap.closed && gaps[i + 2] === Gap.closed && !isSingle(cased[i + 2]!)) {
          triple = compound([lowered[i]!, lowered[i + 1]!], lowered[i + 2]!, forms[i + 2]!);
        }
      }
    }
    pairs.push(pair);
    triples.push(triple);
  }
  return { starts, ends, cased, forms, lowered, gaps, pairs, triples };
}

/** Analyses a paper's title and abstract. */
export function analysePaper(paper: { title: string; abstract: string | null }): PaperAnalysis {
  return { title: analyse(paper.title), abstract: analyse(paper.abstract ?? '') };
}
