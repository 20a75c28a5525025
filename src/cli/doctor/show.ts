import { paint, print } from '../terminal.ts';
import type { Finding } from './check.ts';
import { many } from './words.ts';

/** Prints the findings, each on a line with its remedy below; then what was not looked at, and the sum. */
export function show(findings: readonly Finding[]): void {
  const looked = findings.filter(({ status }) => status !== 'skipped');
  const width = Math.max(...findings.map(({ id }) => id.length));
  for (const { id, status, message, remedy } of looked) {
    const sign = status.padEnd(7);
    print(`${status === 'ok' ? sign : paint('bold', sign)}  ${id.padEnd(width)}  ${message}`);
    if (remedy !== null) print(`${' '.repeat(width + 11)}-> ${remedy}`);
  }
  const reasons = new Map<string, string[]>();
  for (const { id, status, message, remedy } of findings) {
    if (status !== 'skipped') continue;
    const reason = remedy === null ? message : `${message} (${remedy})`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  }
  if (reasons.size > 0) print(`\n${paint('bold', 'Not looked at')}`);
  for (const [reason, ids] of reasons) print(`  ${ids.join(', ')}: ${reason}`);
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const sum = `${many(count('problem'), 'problem')}, ${many(count('warning'), 'warning')}`;
  print(`\n${sum}. What each check means: docs/doctor.md`);
}
