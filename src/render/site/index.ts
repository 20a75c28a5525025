export type { SiteContext } from './site.ts';
export { sitePages } from './site-pages.ts';
export { loadSite, SITE_FILES, type SiteTemplates } from './templates.ts';
