import type { Layout } from '../layout.ts';
import { cards } from './cards.ts';
import { daily } from './daily.ts';
import { plain } from './plain.ts';
import { trending } from './trending.ts';

/**
 * Every text layout there is. `cards` reads T4, T5 and T6, in which links survived in one form or another; `trending` T7;
 * `daily` T8; `plain` T1, T2 and T3 and whatever else looks like titles and abstracts.
 */
export const layouts = { cards, trending, daily, plain } satisfies Record<string, Layout>;
