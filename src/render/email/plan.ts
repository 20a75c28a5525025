import type { DigestItem } from '../../model/index.ts';
import { VARIANTS, type Variant } from './view.ts';

/** How much of a digest its HTML shows. */
export interface Plan {
  variant: Variant;
  /** Items that stand in the text twin only. */
  omitted: ReadonlySet<DigestItem>;
}

/**
 * The fullest plan whose mail fits: excerpts grow shorter for all papers alike, then go; then the papers with the lowest
 * scores go, of equals the last. `build` renders a plan; the result is the first that has at most `limit` bytes of
 * UTF-8, or `null` when not even an empty mail fits. Deterministic: it depends on the digest alone.
 */
export function planMail(items: readonly DigestItem[], limit: number, build: (plan: Plan) => string): string | null {
  const fits = (html: string): boolean => Buffer.byteLength(html, 'utf8') <= limit;
  for (const variant of VARIANTS) {
    const html = build({ variant, omitted: new Set() });
    if (fits(html)) return html;
  }
  const variant = VARIANTS[VARIANTS.length - 1] ?? VARIANTS[0];
  const weakest = items
    .map((item, place) => ({ item, place, score: item.matches[0]?.score ?? 0 }))
    .sort((a, b) => a.score - b.score || b.place - a.place)
    .map(({ item }) => item);
  // The least number of papers to leave out, by halving: one fewer paper always makes the mail smaller.
  let [low, high] = [1, items.length];
  let best: string | null = null;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const html = build({ variant, omitted: new Set(weakest.slice(0, middle)) });
    if (fits(html)) {
      best = html;
      high = middle - 1;
    } else low = middle + 1;
  }
  return best;
}
