import type { Diagnostic } from '../model/index.ts';
import { type Code, catalogue } from './catalogue.ts';

/** The parts of a diagnostic that are not in the catalogue. All but the message may be left out. */
export type DiagnosticDetail = { message: string } & Partial<
  Pick<Diagnostic, 'file' | 'line' | 'column' | 'expected' | 'actual' | 'hint' | 'severity'>
>;

/** Builds a diagnostic; its severity is the catalogue's unless the detail says otherwise. */
export function diagnostic(code: Code, detail: DiagnosticDetail): Diagnostic {
  return {
    code,
    severity: detail.severity ?? catalogue[code].severity,
    message: detail.message,
    file: detail.file ?? null,
    line: detail.line ?? null,
    column: detail.column ?? null,
    expected: detail.expected ?? null,
    actual: detail.actual ?? null,
    hint: detail.hint ?? null,
  };
}

/**
 * An error that a person can mend: carried to the command line, printed as its diagnostics without a stack trace.
 * `exitCode` is that of `docs/interface.md`.
 */
export class UserError extends Error {
  readonly diagnostics: Diagnostic[];
  readonly exitCode: 2 | 3 | 5;
  constructor(diagnostics: Diagnostic[], exitCode: 2 | 3 | 5) {
    super(diagnostics.map((d) => d.message).join('; '));
    this.name = 'UserError';
    this.diagnostics = diagnostics;
    this.exitCode = exitCode;
  }
}
