// What terms look like.

/** Something that can be found in a text: a letter, a digit, a pictograph. */
const SUBSTANCE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
/** `F*`, `TD*` and `Q*` are names; `ab*` would be a stem. */
export const SHORT_STEM = /^[\p{Ll}\p{N}]{1,2}\*$/u;
/** A star elsewhere than at the end, but for the name `*PO`. */
export const MISPLACED_STAR = /^\*(?!\p{Lu}{1,5}$)[\p{L}\p{N}]|[\p{L}\p{N}]\*[\p{L}\p{N}]/u;

/** Whether a text has something to look for, so not `!!!`. */
export function hasSubstance(text: string): boolean {
  return SUBSTANCE.test(text);
}

/** Whether a term ends in a star that stands for any further letters. */
export function isStem(text: string): boolean {
  // As many letters as MIN_STEM says.
  return text.endsWith('*') && /[\p{L}\p{N}]{3}\*$/u.test(text.slice(-8));
}
