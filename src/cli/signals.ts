import type { ExitCode } from './exit.ts';

/** The first SIGINT or SIGTERM asks for a clean stop; a second one ends the process at once. */
export function stopOnSignal(): { signal: AbortSignal; code(): ExitCode[] } {
  const controller = new AbortController();
  const codes: ExitCode[] = [];
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(name, () => {
      codes.push(code);
      controller.abort();
    });
  }
  return { signal: controller.signal, code: () => codes };
}
