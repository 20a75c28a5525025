import { MAX_WEIGHT } from './ast.ts';

const NUMBER = /^\^(\d{1,9}(?:\.\d{1,4})?)$/;
const EXPECTED = `a number from 0 to ${MAX_WEIGHT}, such as ^3 or ^0.5`;

/** Reads `^3`: the weight, or what is wrong with it. */
export function readWeight(text: string): number | { message: string; expected: string } {
  const number = NUMBER.exec(text);
  if (number === null) return { message: `no weight: ${text.slice(0, 20)}`, expected: EXPECTED };
  const weight = Number(number[1]);
  return weight <= MAX_WEIGHT ? weight : { message: `a weight of ${number[1]}`, expected: EXPECTED };
}

/** Splits the weight off a keyword of a list, as `reward model^2`; none when what stands before it is a single character. */
export function splitWeight(text: string): { text: string; weight: number | null } {
  const at = text.lastIndexOf('^');
  if (at < 2) return { text, weight: null };
  const weight = readWeight(text.slice(at));
  return typeof weight === 'number' ? { text: text.slice(0, at), weight } : { text, weight: null };
}
