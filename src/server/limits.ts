/** How often something may be done: so many at once, and one more each `seconds`. */
export interface Rule {
  burst: number;
  seconds: number;
}

/** What is limited, each by itself. `mails` counts all clients together: what leaves this machine by sign-ups. */
export const RULES = {
  page: { burst: 120, seconds: 0.25 },
  preview: { burst: 30, seconds: 2 },
  signUp: { burst: 8, seconds: 120 },
  change: { burst: 60, seconds: 2 },
  mails: { burst: 100, seconds: 10 },
} satisfies Record<string, Rule>;

export type Purpose = keyof typeof RULES;

interface Bucket {
  left: number;
  at: number;
}

/** Most clients remembered for all purposes together; the one longest not seen is forgotten first. */
const MOST = 20_000;

/** Token buckets in memory, one for each purpose and client. A restart forgives everybody. */
export class Limits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #rules: Record<Purpose, Rule>;
  readonly #clock: () => number;

  /** @param clock seconds, never going back. */
  constructor(clock: () => number, rules: Record<Purpose, Rule> = RULES) {
    this.#clock = clock;
    this.#rules = rules;
  }

  /** Takes one token. @returns 0, or after how many whole seconds there is one. */
  take(purpose: Purpose, client: string): number {
    const { burst, seconds } = this.#rules[purpose];
    const key = `${purpose} ${client}`;
    const now = this.#clock();
    const known = this.#buckets.get(key);
    const left = known === undefined ? burst : Math.min(burst, known.left + (now - known.at) / seconds);
    // Put last again: the order of the map is that of last use.
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= MOST) break;
      this.#buckets.delete(oldest);
    }
    return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) * seconds));
  }

  get size(): number {
    return this.#buckets.size;
  }
}
