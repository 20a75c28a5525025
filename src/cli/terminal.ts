import { styleText } from 'node:util';
import { formatDiagnostic } from '../diagnostic/index.ts';
import type { Diagnostic, Severity } from '../model/index.ts';

type Style = Parameters<typeof styleText>[0];

/** Colours only on a terminal, and never with `NO_COLOR` (no-color.org). */
function colourful(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
}

/** Text for stdout in a style, or plain when stdout shows no colours. */
export function paint(style: Style, text: string): string {
  return colourful(process.stdout) ? styleText(style, text) : text;
}

/** Data: the only thing that goes to stdout. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** One JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

const rank: Record<Severity, number> = { info: 0, warning: 1, error: 2 };
const styles: Record<Severity, Style> = { info: 'blue', warning: 'yellow', error: 'red' };

/** Diagnostics from a severity on, on stderr. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], from: Severity = 'warning'): void {
  for (const diagnostic of diagnostics) {
    if (rank[diagnostic.severity] < rank[from]) continue;
    const text = formatDiagnostic(diagnostic);
    const shown = colourful(process.stderr)
      ? text.replace(` ${diagnostic.severity} `, ` ${styleText(styles[diagnostic.severity], diagnostic.severity)} `)
      : text;
    process.stderr.write(`${shown}\n`);
  }
}
