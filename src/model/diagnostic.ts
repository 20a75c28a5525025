export type Severity = 'info' | 'warning' | 'error';

/** Something a person should know about an input: where it is, what was expected, what to do. */
export interface Diagnostic {
  /** A code of the catalogue in `diagnostic/catalogue.ts`, documented in `docs/diagnostics.md`. */
  code: string;
  severity: Severity;
  message: string;
  /** The path as it was given, or `null` when no file is concerned. */
  file: string | null;
  /** From 1. For JSON, the element's index + 1. */
  line: number | null;
  /** From 1, in UTF-16 units. */
  column: number | null;
  expected: string | null;
  actual: string | null;
  /** What to do about it. */
  hint: string | null;
}
