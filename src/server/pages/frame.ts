import type { Html, Templates } from '../../render/site/templates.ts';
import type { TEMPLATES } from '../files.ts';

export type PageTemplates = Templates<(typeof TEMPLATES)[number]>;

/** What all pages are made with. */
export interface Sheet {
  templates: PageTemplates;
  /** The path that was asked for: links are relative to it, so that a proxy may put the server below any path. */
  path: string;
}

/** The way from a page to the root. */
const rootOf = (path: string): string => '../'.repeat(Math.max(0, path.split('/').length - 2)) || './';

/** A whole page around its main part. */
export function frame(
  { templates, path }: Sheet,
  { title, signUp = false, script = false }: { title: string; signUp?: boolean; script?: boolean },
  main: Html,
): Html {
  return templates.render('page', { title: `${title} · Paperboy`, root: rootOf(path), signUp, script }, { main });
}

/** Something that was wrong with what was filled in. */
export interface Fault {
  text: string;
  /** The field, as `#id`. */
  href: string | null;
}

export const faultsPart = ({ templates }: Sheet, faults: readonly Fault[]): Html =>
  templates.render('faults', { heading: 'Please look at this again:', faults });
