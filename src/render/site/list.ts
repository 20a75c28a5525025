import type { Html, SiteTemplates } from './templates.ts';

/** A list of items, under a heading if it has one; nothing when there are none. */
export function list(
  templates: SiteTemplates,
  kind: 'strips' | 'rows',
  items: readonly Html[],
  title: string | null = null,
): Html {
  return items.length === 0 ? '' : templates.render('list', { kind, title }, { items: items.join('\n') });
}
