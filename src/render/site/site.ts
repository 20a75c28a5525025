import type { PaperRecord } from '../../model/index.ts';
import { VARIANTS } from '../email/view.ts';
import { type Gist, gistOf } from '../gist/index.ts';
import type { Library } from '../library.ts';
import type { RenderContext } from '../output.ts';
import { type Chronicle, chronicleOf } from './chronicle.ts';
import { type SiteStrings, siteStrings } from './strings.ts';
import type { SiteTemplates } from './templates.ts';

/** What the site needs to know besides the papers. */
export interface SiteContext extends RenderContext {
  templates: SiteTemplates;
}

/** Everything a page is made from. */
export interface Site extends SiteContext {
  library: Library;
  strings: SiteStrings;
  chronicle: Chronicle;
  /** The gist of a paper, worked out once: several pages show it, and it is what a card costs most. */
  gist(paper: PaperRecord): Gist | null;
}

export function siteOf(library: Library, context: SiteContext): Site {
  const gists = new WeakMap<PaperRecord, { gist: Gist | null }>();
  return {
    ...context,
    library,
    strings: siteStrings(context.locale),
    chronicle: chronicleOf(library),
    gist(paper) {
      let known = gists.get(paper);
      if (known === undefined) {
        known = { gist: gistOf(paper, VARIANTS[0].gist) };
        gists.set(paper, known);
      }
      return known.gist;
    },
  };
}
