import { checkFields, tryFragment } from './fields.ts';
import { checkProgram } from './program.ts';
import { TemplateError, type TemplateSources } from './types.ts';

/** Handlebars templates of HTML fragments. The values of their fields are escaped. */
const HTML_FRAGMENTS = ['header', 'topic', 'card', 'why', 'links', 'note', 'tune', 'footer'] as const;
/** Handlebars templates of the text twin. Plain text needs no escaping. */
const TEXT_FRAGMENTS = ['text-header', 'text-topic', 'text-card', 'text-why', 'text-footer'] as const;

type FragmentName = (typeof HTML_FRAGMENTS)[number] | (typeof TEXT_FRAGMENTS)[number];

/** The tokens that the templates are filled with before they are compiled. */
export const THEME_FILE = 'theme.json';

/** Every file of a template set, relative to `templates/email/`: what the pipeline reads. */
export const TEMPLATE_FILES: readonly string[] = [
  THEME_FILE,
  'shell.mjml',
  ...[...HTML_FRAGMENTS, ...TEXT_FRAGMENTS].map((name) => `${name}.hbs`),
];

export interface Fragments {
  /** A fragment without white space at its ends: MJML trims there too, so joined and compiled mails stay equal. */
  render(name: FragmentName, view: object): string;
  /** A plain value for the shell's own slots. */
  escape(text: string): string;
}

/**
 * Compiles the Handlebars templates. They are trusted text, but checked: no triple-stash, no `{{&`, no partials or
 * decorators, and no helpers but the built-in blocks; no field that the view lacks, and each is rendered once with samples.
 */
export async function loadFragments(templates: TemplateSources): Promise<Fragments> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  for (const helper of ['log', 'lookup']) own.unregisterHelper(helper);
  const compiled = new Map<FragmentName, (view: object) => string>();
  for (const name of [...HTML_FRAGMENTS, ...TEXT_FRAGMENTS]) {
    const file = `${name}.hbs`;
    const source = templates[file];
    if (source === undefined) throw new TemplateError(file, 'it is missing');
    try {
      const program = own.parse(source);
      checkProgram(program, file);
      checkFields(program, name);
      const noEscape = (TEXT_FRAGMENTS as readonly string[]).includes(name);
      const template = own.compile(source, { strict: true, knownHelpersOnly: true, noEscape });
      tryFragment(name, (view) => template(view));
      compiled.set(name, (view) => template(view));
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(file, error instanceof Error ? error.message : String(error));
    }
  }
  return {
    escape: (text) => handlebars.escapeExpression(text),
    render(name, view) {
      try {
        return compiled.get(name)?.(view).trim() ?? '';
      } catch (error) {
        throw new TemplateError(`${name}.hbs`, error instanceof Error ? error.message : String(error));
      }
    },
  };
}
