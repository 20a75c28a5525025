/** Handlebars templates. The values of their fields are escaped. */
export const TEMPLATES = [
  'page',
  'edition',
  'front',
  'section',
  'card',
  'row',
  'strip',
  'list',
  'figure',
  'calendar',
  'year',
  'topics',
  'shelf',
  'shelf-month',
  'paper',
  'round-up',
  'periods',
  'search',
  'subscribe',
  'note',
  'not-found',
] as const;

export type TemplateName = (typeof TEMPLATES)[number];

/** Published as they are, below `assets/`. */
export const ASSETS = ['site.css', 'search.js', 'icon.svg'] as const;

/** Every file of the site's templates, relative to `templates/site/`: what the pipeline reads. */
export const SITE_FILES: readonly string[] = [
  ...TEMPLATES.map((name) => `${name}.hbs`),
  ...ASSETS.map((name) => `assets/${name}`),
];
