import { paint, print } from '../terminal.ts';
import type { Finding } from './check.ts';
import { many } from './words.ts';

const signs: Readonly<Record<Finding['status'], string>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'PROBLEM',
  skipped: '-',
};

/** Prints the findings, each on a line with its remedy below, and the sum. */
export function show(findings: readonly Finding[]): void {
  const width = Math.max(...findings.map(({ id }) => id.length));
  for (const { id, status, message, remedy } of findings) {
    const sign = signs[status].padEnd(7);
    print(`${status === 'problem' ? paint('bold', sign) : sign}  ${id.padEnd(width)}  ${message}`);
    if (remedy !== null) print(`${' '.repeat(width + 11)}-> ${remedy}`);
  }
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const problems = count('problem');
  const sum = [many(problems, 'problem'), many(count('warning'), 'warning')].join(', ');
  print(
    `\n${problems === 0 ? `All that was looked at will do: ${sum}.` : `${sum}.`} docs/doctor.md explains each check.`,
  );
}
