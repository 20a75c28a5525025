import { createMailRenderer, TemplateError, type TemplateSources, templatesFor } from '../render/email/index.ts';
import { loadSite } from '../render/site/templates.ts';

/** A template that cannot be used: its path below the folder of templates, and why. */
export interface TemplateFault {
  file: string;
  problem: string;
}

/**
 * Compiles all templates as a run does, without rendering anything.
 * @param subscriptions ids; those with templates of their own are tried too.
 */
export async function templateFaults(
  mail: TemplateSources,
  site: TemplateSources,
  subscriptions: readonly string[],
): Promise<TemplateFault[]> {
  const none = { get: async () => null, set: async () => {} };
  const sets = [mail, ...subscriptions.flatMap((id) => own(templatesFor(mail, id)))];
  const faults: TemplateFault[] = [];
  for (const set of sets) await createMailRenderer(set, none).catch(note);
  await loadSite(site).catch(note);
  return faults;

  function note(error: unknown): void {
    if (!(error instanceof TemplateError)) throw error;
    faults.push({ file: `${error.folder}/${error.template}`, problem: error.problem });
  }
}

const own = ({ templates, own }: ReturnType<typeof templatesFor>): TemplateSources[] => (own ? [templates] : []);
