export { TEMPLATE_FILES } from './fragments.ts';
export { createMailRenderer } from './renderer.ts';
export {
  type MailContext,
  type MailOptions,
  type MailRenderer,
  type Reader,
  type ShellCache,
  TemplateError,
  type TemplateSources,
} from './types.ts';
