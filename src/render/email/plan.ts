import type { DigestItem } from '../../model/index.ts';
import { VARIANTS } from './view.ts';

/** How much of each item the HTML shows: an index of `VARIANTS`, or {@link OMITTED}. An item that is not there: all. */
export type Plan = ReadonlyMap<DigestItem, number>;

/** The item stands in the text twin only. */
export const OMITTED = VARIANTS.length;

/** What the planner decided, in numbers: for the preview and the ledger. */
export interface MailLayout {
  /** Of the HTML part as it is sent: UTF-8, with CRLF. */
  bytes: number;
  /** How many papers show their gist in full, shortened, in brief or not at all, and how many are left out. */
  full: number;
  short: number;
  brief: number;
  title: number;
  omitted: number;
}

/**
 * The fullest plan whose mail fits. Papers step down one level at a time, those with the lowest scores first, of equals the
 * last; nobody goes down a second level before everybody went down the first: full gist, shorter, in brief, title only, left
 * out. `build` renders a plan, or only sizes up what is too large; the result has at most `limit` bytes as sent. `null` when not even an empty mail fits.
 * Deterministic: it depends on the digest alone.
 */
export function planMail(
  items: readonly DigestItem[],
  limit: number,
  build: (plan: Plan) => { html: string | null; bytes: number },
): { html: string; layout: MailLayout } | null {
  // Nearly always everything fits; an empty plan is that of everything.
  const whole = build(new Map());
  const nothing = { short: 0, brief: 0, title: 0, omitted: 0 };
  if (whole.html !== null && whole.bytes <= limit) {
    return { html: whole.html, layout: { bytes: whole.bytes, full: items.length, ...nothing } };
  }
  const weakest = items
    .map((item, place) => ({ item, place, score: item.matches[0]?.score ?? 0 }))
    .sort((a, b) => a.score - b.score || b.place - a.place)
    .map(({ item }) => item);
  const attempt = (steps: number): { html: string; layout: MailLayout } | null => {
    const level = (rank: number): number => Math.floor((steps + items.length - 1 - rank) / items.length);
    const plan = new Map(weakest.map((item, rank) => [item, level(rank)]));
    const { html, bytes } = build(plan);
    return html !== null && bytes <= limit ? { html, layout: layoutOf(plan, bytes) } : null;
  };
  // The least number of steps, by halving: one step more makes the mail smaller.
  let [low, high] = [1, OMITTED * items.length];
  let best: ReturnType<typeof attempt> = null;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = attempt(middle);
    if (found === null) low = middle + 1;
    else {
      best = found;
      high = middle - 1;
    }
  }
  return best;
}

function layoutOf(plan: Plan, bytes: number): MailLayout {
  const [full = 0, short = 0, brief = 0, title = 0, omitted = 0] = [0, 1, 2, 3, OMITTED].map(
    (level) => [...plan.values()].filter((one) => one === level).length,
  );
  return { bytes, full, short, brief, title, omitted };
}
