import { join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { TemplateError } from '../render/email/index.ts';

/** Turns a template's fault into a diagnostic that names the file where it lies, not where ours lie. */
export function explainTemplate(folder: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof TemplateError)) throw error;
    const file = join(folder, error.folder, error.template);
    throw new UserError([diagnostic('template-invalid', { message: error.problem, file })], 2);
  };
}

/** Faults in the templates of single subscriptions, which do not stop a run: the place gets its folder here. */
export function placeTemplates(folder: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((one) =>
    one.code === 'template-invalid' && one.file !== null ? { ...one, file: join(folder, one.file) } : one,
  );
}
