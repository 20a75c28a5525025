import { TemplateError } from './types.ts';

/** Walks a parsed template and refuses what could let text through unescaped or run more than the template. */
export function checkProgram(node: unknown, file: string): void {
  if (Array.isArray(node)) {
    for (const child of node) checkProgram(child, file);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, escaped } = node as { type?: unknown; escaped?: unknown };
  if (type === 'MustacheStatement' && escaped !== true) {
    throw new TemplateError(file, 'text may not be written unescaped: use {{...}}, not {{{...}}} or {{&...}}');
  }
  if (typeof type === 'string' && /Partial|Decorator/.test(type)) {
    throw new TemplateError(file, 'partials and decorators are not available here');
  }
  for (const child of Object.values(node)) checkProgram(child, file);
}
