import type { Collection, Output } from '../output.ts';
import { outputs } from '../outputs/index.ts';
import { absolute, relative } from './address.ts';
import type { Site } from './site.ts';
import type { SiteCatalogue } from './strings/catalogue.ts';
import type { Html } from './templates.ts';

/** A collection that is rendered beside a page, as feeds or Markdown: what it is called, and its folder. */
export interface FeedPlace {
  kind: Collection['kind'];
  title: string;
  folder: string;
}

export interface Sheet {
  file: string;
  /** Without the name of the site. `null`: the front page. */
  title: string | null;
  /** One or two sentences for search engines. */
  description?: string;
  feeds?: readonly FeedPlace[];
  /** The part of the navigation it belongs to. */
  nav?: keyof SiteCatalogue['nav'];
  scripts?: readonly string[];
  /** Whether the page may be shown at any address: then its links are those of the site, as far as that is known. */
  anywhere?: boolean;
}

const NAME = 'Paperboy';

/** What a collection is rendered to. */
const outputsOf = (kind: Collection['kind']): Output[] =>
  Object.values<Output>(outputs).filter(({ kinds }) => kinds.includes(kind));

/** Where the parts of the navigation lead. */
export const NAVIGATION: Record<keyof SiteCatalogue['nav'], string> = {
  today: 'index.html',
  calendar: 'calendar/index.html',
  topics: 'topics/index.html',
  weeks: 'weeks/index.html',
  months: 'months/index.html',
  search: 'search/index.html',
  subscribe: 'subscribe/index.html',
};

/** A whole page around its main part. */
export function frame(site: Site, sheet: Sheet, main: Html): Html {
  const { strings, siteUrl, templates } = site;
  const { words } = strings;
  const to = (file: string): string =>
    sheet.anywhere && siteUrl !== null ? `${siteUrl}/${file}` : relative(sheet.file, file);
  const feeds = [...(sheet.feeds ?? []), { kind: 'all' as const, title: NAME, folder: 'all' }].filter(
    ({ folder }, i, all) => all.findIndex((one) => one.folder === folder) === i,
  );
  return templates.render(
    'page',
    {
      lang: strings.lang,
      dir: strings.dir,
      title: sheet.title === null ? NAME : `${sheet.title} · ${NAME}`,
      description: sheet.description ?? words.description,
      canonical: siteUrl === null || sheet.anywhere ? null : absolute(siteUrl, sheet.file),
      css: to('assets/site.css'),
      icon: to('assets/icon.svg'),
      scripts: (sheet.scripts ?? []).map(to),
      feeds: feeds.flatMap(({ kind, title, folder }) =>
        outputsOf(kind)
          .filter(({ feed }) => feed)
          .map(({ label, file, mediaType }) => ({
            title: `${title} (${label})`,
            type: mediaType,
            href: to(`${folder}/${file}`),
          })),
      ),
      name: NAME,
      home: to('index.html'),
      words: { skip: words.skip, menu: words.menu, footer: words.footer },
      nav: (Object.keys(NAVIGATION) as (keyof typeof NAVIGATION)[]).map((key) => ({
        text: words.nav[key],
        href: to(NAVIGATION[key]),
        current: key === sheet.nav,
      })),
    },
    { main: main.trim() },
  );
}

/** Links to everything that a collection is rendered to, for people. */
export const feedLinks = (from: string, { kind, title, folder }: FeedPlace): object[] =>
  outputsOf(kind).map(({ label, file }) => ({
    text: label,
    label: `${label}: ${title}`,
    href: relative(from, `${folder}/${file}`),
  }));
