import { TEMPLATE_FILES } from './fragments.ts';
import { TemplateError, type TemplateSources } from './types.ts';

/** Where the templates of single subscriptions stand below `templates/email/`. */
export const OVERRIDES = 'subscriptions';

const pathOf = (subscription: string, file: string): string => `${OVERRIDES}/${subscription}/${file}`;

/**
 * The template set of one subscription: the common one, with the files of `subscriptions/ID/` in the place of their
 * namesakes. `own` is `false` when there are none, so that subscriptions without any can share a renderer.
 */
export function templatesFor(
  sources: TemplateSources,
  subscription: string,
): { templates: TemplateSources; own: boolean } {
  const own = TEMPLATE_FILES.filter((file) => sources[pathOf(subscription, file)] !== undefined);
  const templates: TemplateSources = { ...sources };
  for (const file of own) templates[file] = sources[pathOf(subscription, file)]!;
  return { templates, own: own.length > 0 };
}

/** The error with the place of the template it is about: the subscription's own file, if it has one. */
export function placed(error: unknown, sources: TemplateSources, subscription: string): unknown {
  if (!(error instanceof TemplateError)) return error;
  const path = pathOf(subscription, error.template);
  return sources[path] === undefined ? error : new TemplateError(path, error.problem);
}

/** Whether an error lies in the templates of one subscription, so that the others can be mailed. */
export const isOwnFault = (error: unknown): error is TemplateError =>
  error instanceof TemplateError && error.template.startsWith(`${OVERRIDES}/`);
