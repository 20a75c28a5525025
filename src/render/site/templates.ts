import { checkProgram } from '../email/program.ts';
import { TemplateError, type TemplateSources } from '../email/types.ts';
import { type ASSETS, TEMPLATES, type TemplateName } from './files.ts';

/** HTML that a template of ours made, or the chart writer: escaped already. Joined outside of Handlebars. */
export type Html = string;

/** Compiled templates by their names. */
export interface Templates<Name extends string> {
  /**
   * @param slots what stands at the template's marks, such as `<!--[main]-->`. They are cut out before anything is compiled, so that
   * no text of a paper can make one.
   */
  render(name: Name, view: object, slots?: Record<string, Html>): Html;
}

/** The compiled templates of the site. */
export interface SiteTemplates extends Templates<TemplateName> {
  asset(name: (typeof ASSETS)[number]): string;
}

type Part = { template: (view: object) => string } | { slot: string };

/** @throws TemplateError */
export async function loadSite(sources: TemplateSources): Promise<SiteTemplates> {
  const templates = await compileTemplates(TEMPLATES, sources, 'site');
  return { ...templates, asset: (name) => required(sources, `assets/${name}`, 'site') };
}

/**
 * Compiles the templates of pages, once a run. They are trusted text, but checked as those of the mail are: no triple-stash, no partials,
 * no helpers but the built-in blocks.
 * @param folder below `templates/`, for errors.
 * @throws TemplateError
 */
export async function compileTemplates<Name extends string>(
  names: readonly Name[],
  sources: TemplateSources,
  folder: TemplateError['folder'],
): Promise<Templates<Name>> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  for (const helper of ['log', 'lookup']) own.unregisterHelper(helper);
  const compiled = new Map<Name, Part[]>();
  for (const name of names) {
    const file = `${name}.hbs`;
    const source = required(sources, file, folder);
    try {
      compiled.set(
        name,
        source
          .trim()
          .split(/<!--\[([a-z]+)\]-->/)
          .map((text, i) => {
            if (i % 2 === 1) return { slot: text };
            checkProgram(own.parse(text), file);
            return { template: own.compile(text, { strict: true, knownHelpersOnly: true }) };
          }),
      );
    } catch (error) {
      throw fault(file, error, folder);
    }
  }
  return {
    render(name, view, slots = {}) {
      try {
        return compiled
          .get(name)!
          .map((part) => ('slot' in part ? (slots[part.slot] ?? '') : part.template(view)))
          .join('');
      } catch (error) {
        throw fault(`${name}.hbs`, error, folder);
      }
    },
  };
}

function required(sources: TemplateSources, file: string, folder: TemplateError['folder']): string {
  const source = sources[file];
  if (source === undefined) throw new TemplateError(file, 'it is missing', folder);
  return source;
}

function fault(file: string, error: unknown, folder: TemplateError['folder']): TemplateError {
  if (error instanceof TemplateError) return new TemplateError(file, error.problem, folder);
  return new TemplateError(file, error instanceof Error ? error.message : String(error), folder);
}
