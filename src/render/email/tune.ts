import { httpUrl } from '../paper.ts';
import type { Mail } from './mail.ts';
import { TUNE_LINKS } from './types.ts';

/** The fields of `tune.hbs`. */
export interface TuneView {
  lead: string;
  links: { text: string; url: string }[];
}

/** The links with which a reader tunes what comes; `null` where there is no server for them. Throws when one is no http(s) address. */
export function tuneView({ context, strings }: Mail): TuneView | null {
  const { links = null } = context;
  if (links === null) return null;
  return {
    lead: strings.tune.lead,
    links: TUNE_LINKS.map((name) => {
      const url = httpUrl(links[name]);
      if (url === null) throw new Error('a link of the mail is not an http(s) address');
      return { text: strings.tune.links[name], url };
    }),
  };
}
