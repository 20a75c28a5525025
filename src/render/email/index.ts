export { TEMPLATE_FILES } from './fragments.ts';
export { createMailRenderer, MAX_HTML_BYTES } from './renderer.ts';
export { isOwnFault, OVERRIDES, placed, templatesFor } from './sources.ts';
export {
  type Leave,
  type MailLinks,
  type MailRenderer,
  type RenderedMail,
  type ShellCache,
  TemplateError,
  type TemplateSources,
} from './types.ts';
