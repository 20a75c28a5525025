import { styleText } from 'node:util';
import { formatDiagnostic, visible } from '../diagnostic/index.ts';
import type { Diagnostic, Severity } from '../model/index.ts';

type Style = Parameters<typeof styleText>[0];

/** How much is said, and whether in colours; `null`: as the terminal and the environment have it. */
export interface Manner {
  quiet: boolean;
  verbose: boolean;
  colour: boolean | null;
  /** Whether text on stdout tells what was done (and is left out when quiet), or is the data that was asked for. */
  reports: boolean;
}

const usual: Manner = { quiet: false, verbose: false, colour: null, reports: false };
let manner = usual;

/** Sets how this command speaks; what is left out is as usual. */
export function speak(as: Partial<Manner>): void {
  manner = { ...usual, ...as };
}

/**
 * Colours: what a flag says, else none with `NO_COLOR` (no-color.org), else some with `FORCE_COLOR` (but 0), else only on
 * a terminal that shows them. An empty variable counts as not set.
 */
function colourful(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env;
  if (manner.colour !== null) return manner.colour;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}

/** Whether progress may be drawn on stderr. */
export const lively = (): boolean => !manner.quiet;

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
  if (manner.quiet && manner.reports) return;
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

/** Diagnostics from a severity on, on stderr: with `--quiet` errors only, with `--verbose` all. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], from: Severity = 'warning'): void {
  const least = manner.quiet ? 'error' : manner.verbose ? 'info' : from;
  for (const diagnostic of diagnostics) {
    if (rank[diagnostic.severity] < rank[least]) continue;
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
