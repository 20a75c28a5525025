import { styleText } from 'node:util';
import { formatDiagnostic, visible } from '../diagnostic/index.ts';
import type { Diagnostic, Severity } from '../model/index.ts';

type Style = Parameters<typeof styleText>[0];

/** Colours only on a terminal, and never with `NO_COLOR` (no-color.org). */
function colourful(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
}

// Whether a stream shows colours is decided above, for each stream; by default stdout would be asked for stderr as well.
const decided = { validateStream: false };

/** One line of text for stdout in bold, or plain when stdout shows no colours. */
export function paint(style: 'bold', text: string): string {
  const shown = visible(text);
  return colourful(process.stdout) ? styleText(style, shown, decided) : shown;
}

/** What {@link paint} adds. All other escape sequences come from outside: from the names of files, or from dumps. */
const painted = /(\n|\u001b\[(?:1|22)m)/;

/** Text for stdout, of any number of lines; other control characters are shown as escapes. */
export function print(text: string): void {
  const ours = (part: string) => part === '\n' || (colourful(process.stdout) && painted.test(part));
  const shown = text
    .split(painted)
    .map((part) => (ours(part) ? part : visible(part)))
    .join('');
  process.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
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
      ? text.replace(
          ` ${diagnostic.severity} `,
          ` ${styleText(styles[diagnostic.severity], diagnostic.severity, decided)} `,
        )
      : text;
    process.stderr.write(`${shown}\n`);
  }
}
