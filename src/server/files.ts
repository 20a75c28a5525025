/** Handlebars templates of pages. The values of their fields are escaped. */
export const TEMPLATES = [
  'page',
  'faults',
  'sign-up',
  'topics',
  'rhythm',
  'preview',
  'notice',
  'preferences',
  'tune',
] as const;

/** Served as they are below `mail/assets/`: where each lies below `templates/`, and what it is. */
export const ASSETS = {
  'site.css': { file: 'site/assets/site.css', type: 'text/css; charset=utf-8' },
  'icon.svg': { file: 'site/assets/icon.svg', type: 'image/svg+xml' },
  'forms.css': { file: 'server/assets/forms.css', type: 'text/css; charset=utf-8' },
  'forms.js': { file: 'server/assets/forms.js', type: 'text/javascript; charset=utf-8' },
} as const;
