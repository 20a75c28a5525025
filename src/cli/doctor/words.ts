import { catalogue } from '../../diagnostic/catalogue.ts';
import { UserError } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';

/** A diagnostic on one line, with its place. */
export function lineOf({ file, line, column, message }: Diagnostic): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return place === '' ? message : `${place}: ${message}`;
}

/** What is to be done about a diagnostic. */
export function remedyOf({ code, hint, expected }: Diagnostic): string {
  if (hint !== null) return hint;
  return expected === null ? catalogue[code as keyof typeof catalogue].remedy : `expected: ${expected}`;
}

/** What a person can mend, as its diagnostics; anything else is an error of ours. */
export function diagnosticsOf(error: unknown): Diagnostic[] {
  if (error instanceof UserError) return error.diagnostics;
  throw error;
}

/** `one topic`, `3 topics`. */
export const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

/** Names in a sentence: at most three, and how many more. */
export const some = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
