import { MIN_STEM, type QueryError } from './ast.ts';

// What terms look like.

/** Something that can be found in a text: a letter, a digit, a pictograph. */
const SUBSTANCE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
/** A star elsewhere than at the end, but for the names `*PO` and `C*-algebra`. */
const MISPLACED_STAR =
  /(?:^|\s)\*(?!\p{Lu}{1,5}(?:$|\s))[\p{L}\p{N}]|[\p{L}\p{N}]\*[\p{L}\p{N}]|[\p{L}\p{N}]{3}\*[\s-]+[\p{L}\p{N}]/u;
const LETTER = /[\p{L}\p{N}]/u;
/** `F*`, `Q*`, `TD*`, also as the last word of a phrase: names, and no stems. */
const STARRED_NAME = /(?:^|[^\p{L}\p{N}])\p{Lu}{1,2}\*$/u;
/** Alone also `Q1*`. */
const LONE_NAME = /^\p{Lu}[\p{L}\p{N}]?\*$/u;

/** Whether a text has something to look for, so not `!!!`. */
export function hasSubstance(text: string): boolean {
  return SUBSTANCE.test(text);
}

function endsInLetterAndStar(text: string): boolean {
  return text.endsWith('*') && /[\p{L}\p{N}]\*$/u.test(text.slice(-3)) && !STARRED_NAME.test(text.slice(-6));
}

/** Whether a text has as many letters and digits as a stem needs, all its words together: `GPT-4*`, `reward mo*`. */
function isLongEnough(text: string): boolean {
  let letters = 0;
  for (const c of text) if (LETTER.test(c) && ++letters === MIN_STEM) return true;
  return false;
}

/** Whether a term ends in a star that stands for any further letters. */
export function isStem(text: string): boolean {
  return endsInLetterAndStar(text) && isLongEnough(text);
}

/** What is wrong with the star of a term that is written without quotes, or `null`. Offsets count in the text. */
export function starTrouble(text: string): QueryError | null {
  if (!text.includes('*')) return null;
  const misplaced = MISPLACED_STAR.exec(text);
  if (misplaced !== null) {
    const offset = misplaced.index + misplaced[0].indexOf('*');
    const expected = 'a * at the end of a word only';
    const hint = 'write the words out, joined by OR';
    return { message: 'a * inside a word', offset, length: 1, expected, hint };
  }
  if (!endsInLetterAndStar(text) || LONE_NAME.test(text) || isLongEnough(text)) return null;
  const expected = `at least ${MIN_STEM} letters before *`;
  const hint = `to look for the sign itself, write "${text}"`;
  return { message: 'a stem that is too short', offset: 0, length: text.length, expected, hint };
}
