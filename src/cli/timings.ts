/** Milliseconds since the process began, at which a step ended. */
let began = 0;

/** The clock of `--verbose` starts: the command is about to begin. */
export function remember(): void {
  began = performance.now();
}

/** Says on stderr how long it took to get ready and to do the work. */
export function clockTold(): void {
  const now = performance.now();
  tell('start-up', began);
  tell('the command', now - began);
}

const tell = (what: string, milliseconds: number): void => {
  process.stderr.write(`time ${what}: ${milliseconds.toFixed(0)} ms\n`);
};
