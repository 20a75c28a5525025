import { frame, NAVIGATION } from '../frame.ts';
import type { Site } from '../site.ts';

const FILE = '404.html';

/** What a server shows in the place of a page that is not there, at whatever address that is. */
export function notFoundPage(site: Site): string {
  const { notFound, nav } = site.strings.words;
  const root = site.siteUrl === null ? '' : `${site.siteUrl}/`;
  const links = (Object.keys(NAVIGATION) as (keyof typeof NAVIGATION)[]).map((key) => ({
    text: nav[key],
    href: root + NAVIGATION[key],
  }));
  const main = site.templates.render('not-found', { ...notFound, links });
  return frame(site, { file: FILE, title: notFound.title, anywhere: true }, main);
}
