import type { Fault, Outcome } from './outcome.ts';

/** How often and how patiently a request is repeated. */
export interface Patience {
  /** Attempts after the first. */
  retries: number;
  /** The first pause, in milliseconds; each one after it is twice as long. */
  backoffMs: number;
  /** From 0 to 1, for the jitter. */
  random(): number;
  /** Milliseconds until the deadline. */
  remaining(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Repeats a request while that may help: 429, 5xx, a connection that failed or broke off.
 *
 * undici has a retry handler of its own. It was not taken: it continues a body that broke off with a Range request, and
 * without a strong ETag glues the halves of two different answers together, as lists grow while they are read; and its
 * waiting knows of no deadline. A list is small enough to ask for it again as a whole.
 */
export async function withRetries(attempt: () => Promise<Outcome>, patience: Patience): Promise<Outcome> {
  for (let retry = 0; ; retry++) {
    const outcome = await attempt();
    if (outcome.kind !== 'fault' || retry >= patience.retries) return outcome;
    const pause = pauseBefore(outcome, retry, patience);
    // A wait that ends after the deadline is not begun: better to say now how long it would have been.
    if (pause === null || pause >= patience.remaining()) return outcome;
    await patience.sleep(pause);
  }
}

/**
 * Milliseconds to wait before the next attempt, or `null` when none would help. Never less than the site asks for; else
 * twice as long each time, of which the upper half is left to chance, so that many installations do not knock together.
 */
function pauseBefore(problem: Fault, retry: number, patience: Pick<Patience, 'backoffMs' | 'random'>): number | null {
  if (!problem.transient) return null;
  const backoff = patience.backoffMs * 2 ** retry * (0.5 + patience.random() / 2);
  return Math.max(problem.waitMs ?? 0, backoff);
}

/**
 * The time that a `Retry-After` header asks to wait, in milliseconds from now (RFC 9110, 10.2.3: seconds or a date);
 * `null` when there is none or it says neither.
 */
export function retryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const time = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : Math.max(0, time - now);
}
