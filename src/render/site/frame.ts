import { absolute, relative } from './address.ts';
import type { Site } from './site.ts';
import type { SiteCatalogue } from './strings/catalogue.ts';
import type { Html } from './templates.ts';

/** Feeds that a page offers to readers by itself: a title and the folder that holds them. */
export interface FeedPlace {
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

/** The files of a feed's folder, by format. */
const FEED_FILES = {
  atom: { name: 'atom.xml', type: 'application/atom+xml' },
  rss: { name: 'rss.xml', type: 'application/rss+xml' },
  json: { name: 'feed.json', type: 'application/feed+json' },
  markdown: { name: 'papers.md', type: 'text/markdown' },
} as const;

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
  const feeds = [...(sheet.feeds ?? []), { title: NAME, folder: 'all' }].filter(
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
      feeds: feeds.flatMap(({ title, folder }) =>
        (['atom', 'rss', 'json'] as const).map((format) => ({
          title: `${title} (${words.subscribe.formats[format]})`,
          type: FEED_FILES[format].type,
          href: to(`${folder}/${FEED_FILES[format].name}`),
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

/** Links to the feeds of a folder, for people. */
export function feedLinks(site: Site, file: string, { title, folder }: FeedPlace): object[] {
  const { formats, label } = site.strings.words.subscribe;
  return (Object.keys(FEED_FILES) as (keyof typeof FEED_FILES)[]).map((format) => ({
    text: formats[format],
    label: label(formats[format], title),
    href: relative(file, `${folder}/${FEED_FILES[format].name}`),
  }));
}
