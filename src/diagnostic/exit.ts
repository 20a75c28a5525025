/**
 * Exit codes (docs/interface.md): 0 done; 1 an error of ours; 2 usage or configuration; 3 some input unusable; 4 some
 * deliveries did not go out; 5 refused to run; 130 and 143 stopped by a signal.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 130 | 143;

const order: readonly ExitCode[] = [130, 143, 5, 1, 2, 3, 4, 0];

/** Of several codes the one that wins. */
export function worst(codes: Iterable<ExitCode>): ExitCode {
  const present = new Set(codes);
  return order.find((code) => present.has(code)) ?? 0;
}
