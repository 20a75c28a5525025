import type { Diagnostic } from '../model/index.ts';
import { visible } from './visible.ts';

/**
 * One diagnostic as text, in the `file:line:column severity message [code]` form that editors and CI systems
 * recognise, with what was expected and what to do on lines of their own. Names and quoted text come from outside: what
 * could steer a terminal, or begin a line that looks like another diagnostic, is shown as an escape.
 */
export function formatDiagnostic(d: Diagnostic): string {
  // Without a file, as in a query on the command line, a bare number would read like a count of errors.
  const column = d.column === null ? '' : `column ${d.column}`;
  const place = d.file === null ? column : [d.file, d.line, d.column].filter((part) => part !== null).join(':');
  const lines = [`${place === '' ? '' : `${place} `}${d.severity} ${d.message} [${d.code}]`];
  if (d.expected !== null) lines.push(`  expected: ${d.expected}`);
  if (d.actual !== null) lines.push(`  found:    ${d.actual}`);
  if (d.hint !== null) lines.push(`  hint:     ${d.hint}`);
  return lines.map((line) => visible(line)).join('\n');
}
