/** Work that is done when the answer has long gone. */
export interface Later {
  /** Puts work at the end of the queue. @returns `false` when the queue is full; then it is not done. */
  add(work: () => Promise<void>): boolean;
  /** Does all that waits. Called by the clock and at the end; never by a request. */
  drain(): Promise<void>;
  readonly waiting: number;
}

/** Most pieces of work that wait. */
const MOST = 1_000;

/**
 * A queue in memory. What a request asks for is done at the next beat of a clock, not at its end: so neither this answer nor the next one
 * takes longer when there was more to do, and nobody learns from it whether an address is known.
 * @param failed told of work that threw; the others are done all the same.
 */
export function laterWith(failed: (error: unknown) => void): Later {
  const queue: (() => Promise<void>)[] = [];
  let draining: Promise<void> | null = null;
  const all = async (): Promise<void> => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) await work().catch(failed);
  };
  return {
    add(work) {
      if (queue.length >= MOST) return false;
      queue.push(work);
      return true;
    },
    drain() {
      draining ??= all().finally(() => {
        draining = null;
      });
      return draining;
    },
    get waiting() {
      return queue.length;
    },
  };
}
