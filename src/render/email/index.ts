export { TEMPLATE_FILES } from './fragments.ts';
export { createMailRenderer } from './renderer.ts';
export { type MailRenderer, type ShellCache, TemplateError, type TemplateSources } from './types.ts';
