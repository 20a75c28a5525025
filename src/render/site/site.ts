import type { Library } from '../library.ts';
import type { RenderContext } from '../output.ts';
import type { RoundUp } from '../round-up.ts';
import { type Chronicle, chronicleOf } from './chronicle.ts';
import { type SiteStrings, siteStrings } from './strings.ts';
import type { SiteTemplates } from './templates.ts';

/** What the site needs to know besides the papers. */
export interface SiteContext extends RenderContext {
  templates: SiteTemplates;
  /** The round-up of a week or a month that had an edition. */
  roundUp(period: RoundUp['period'], id: string): RoundUp;
}

/** Everything a page is made from. */
export interface Site extends SiteContext {
  library: Library;
  strings: SiteStrings;
  chronicle: Chronicle;
}

export const siteOf = (library: Library, context: SiteContext): Site => ({
  ...context,
  library,
  strings: siteStrings(context.locale),
  chronicle: chronicleOf(library),
});
