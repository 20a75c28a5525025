export { SITE_FILES } from './files.ts';
export type { SiteContext } from './site.ts';
export { siteFamily, sitePages } from './site-pages.ts';
export { loadSite } from './templates.ts';
