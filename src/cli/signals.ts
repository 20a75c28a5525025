import type { ExitCode } from './exit.ts';

/** Signals that come so soon after the first are the same request; milliseconds. */
const sameRequest = 1_000;

/**
 * The first SIGINT or SIGTERM asks for a clean stop; another one, of either kind, ends the process at once. But not right
 * after the first: with `npx` one Ctrl-C arrives twice, from the terminal and passed on by npm, and would tear a message
 * that is under way.
 */
export function stopOnSignal(clock: () => number = () => performance.now()): {
  signal: AbortSignal;
  code(): ExitCode[];
} {
  const controller = new AbortController();
  const codes: ExitCode[] = [];
  let asked: number | null = null;
  const handlers = (
    [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const
  ).map(([name, code]) => {
    const handler = (): void => {
      if (asked !== null && clock() - asked < sameRequest) return;
      if (asked !== null) {
        for (const each of handlers) process.off(each.name, each.handler);
        process.kill(process.pid, name);
        return;
      }
      asked = clock();
      codes.push(code);
      controller.abort();
    };
    process.on(name, handler);
    return { name, handler };
  });
  return { signal: controller.signal, code: () => codes };
}
