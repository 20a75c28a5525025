import { widthOf, wrap } from '../help.ts';
import { paint, print } from '../terminal.ts';
import type { Finding } from './check.ts';
import { many } from './words.ts';

/**
 * Prints the findings, each on a line with its remedy below; then what was not looked at, and the sum.
 * @param columns the width of the terminal, which lines are broken for; `Infinity` on a pipe, where a finding is one line.
 */
export function show(findings: readonly Finding[], columns = columnsOf(process.stdout)): void {
  const looked = findings.filter(({ status }) => status !== 'skipped');
  const width = Math.max(...findings.map(({ id }) => id.length));
  const indent = columns < 60 ? 4 : width + 11;
  for (const { id, status, message, remedy } of looked) {
    const sign = status.padEnd(7);
    const line = wrap(`${sign}  ${id.padEnd(width)}  ${message}`, columns, indent);
    print(status === 'ok' ? line : line.replace(sign, paint('bold', sign)));
    if (remedy !== null) print(wrap(`${' '.repeat(indent)}-> ${remedy}`, columns, indent + 3));
  }
  const reasons = new Map<string, string[]>();
  for (const { id, status, message, remedy } of findings) {
    if (status !== 'skipped') continue;
    const reason = remedy === null ? message : `${message} (${remedy})`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  }
  if (reasons.size > 0) print(`\n${paint('bold', 'Not looked at')}`);
  for (const [reason, ids] of reasons) print(wrap(`  ${ids.join(', ')}: ${reason}`, columns, 4));
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const sum = `${many(count('problem'), 'problem')}, ${many(count('warning'), 'warning')}`;
  print(`\n${wrap(`${sum}. What each check means: docs/doctor.md`, columns, 0)}`);
}

const columnsOf = (stream: { isTTY?: boolean; columns?: number }): number =>
  stream.isTTY === true ? widthOf(stream) : Number.POSITIVE_INFINITY;
