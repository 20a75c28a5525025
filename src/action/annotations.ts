import * as core from '@actions/core';
import { action } from '../diagnostic/catalogue/action.ts';
import { config } from '../diagnostic/catalogue/config.ts';
import { catalogue } from '../diagnostic/catalogue.ts';
import type { Code } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';

/** GitHub shows so many of each kind for a step. */
const most = 10;

/** Codes whose messages quote at most what the owner of the repository wrote. */
const own = new Set<string>([
  ...Object.keys(config),
  ...Object.keys(action),
  'claimed',
  'claim-behind',
  'claim-impossible',
  'claim-held',
]);

export interface Annotation {
  kind: 'error' | 'warning';
  message: string;
  title: string;
  file?: string;
  startLine?: number;
  startColumn?: number;
}

/**
 * What is shown at a line of a file. Of a diagnostic about a dump only the fixed text of its code: its message may quote the dump,
 * whose text is anybody's.
 */
export function annotationOf(problem: Diagnostic): Annotation {
  const { code, severity, file, line, column, expected, hint } = problem;
  const fixed = catalogue[code as Code]?.title ?? 'The log says what is wrong.';
  const details = [expected === null ? '' : `Expected: ${expected}.`, hint === null ? '' : `Hint: ${hint}.`];
  return {
    kind: severity === 'error' ? 'error' : 'warning',
    title: `Paperboy: ${code}`,
    message: own.has(code) ? [problem.message, ...details].filter(Boolean).join('\n') : fixed,
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { startLine: line }),
    ...(line === null || column === null ? {} : { startColumn: column }),
  };
}

/** Errors first, those of subscriptions and settings before those of dumps, each once. */
export function annotate(problems: readonly Diagnostic[]): void {
  const all = problems
    .filter(({ severity }) => severity !== 'info')
    .map((problem) => ({ problem, annotation: annotationOf(problem) }))
    .sort((a, b) => Number(own.has(b.problem.code)) - Number(own.has(a.problem.code)));
  const shown = new Set<string>();
  for (const kind of ['error', 'warning'] as const) {
    const some = all.filter(({ annotation }) => annotation.kind === kind);
    for (const { annotation } of some) {
      const key = JSON.stringify(annotation);
      if (shown.has(key) || [...shown].filter((each) => each.startsWith(`{"kind":"${kind}"`)).length >= most) continue;
      shown.add(key);
      const { message, kind: _, ...where } = annotation;
      (kind === 'error' ? core.error : core.warning)(message, where);
    }
  }
}

/** `FILE:LINE:COLUMN error MESSAGE [CODE]`, as the command line prints what it refuses to start with. */
const printed = /^(?:(\S.*?)(?::(\d+))?(?::(\d+))? )?(error|warning) (.*) \[([a-z][a-z-]+)\]$/;

/** The diagnostics of a command that ended without a document. */
export function diagnosticsIn(lines: readonly string[]): Diagnostic[] {
  return lines.flatMap((text) => {
    const [, file, line, column, severity, message, code] = printed.exec(text) ?? [];
    if (message === undefined || !Object.hasOwn(catalogue, code!)) return [];
    const number = (digits: string | undefined) => (digits === undefined ? null : Number(digits));
    const place = { file: file ?? null, line: number(line), column: number(column) };
    return [
      {
        code: code!,
        severity: severity as 'error' | 'warning',
        message,
        ...place,
        expected: null,
        actual: null,
        hint: null,
      },
    ];
  });
}
