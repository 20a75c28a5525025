import { createHash } from 'node:crypto';
import type { Day, Digest } from '../../model/index.ts';
import { type Cards, createCards } from './cards.ts';
import { loadFragments, TEMPLATE_FILES, THEME_FILE } from './fragments.ts';
import { subject } from './headline.ts';
import { renderHtml } from './html.ts';
import { createFrame, type Frame, mailOf } from './mail.ts';
import { planMail } from './plan.ts';
import { loadShell } from './shell.ts';
import { type Strings, stringsFor } from './strings.ts';
import { renderText } from './text.ts';
import { applyTheme, readTheme } from './theme.ts';
import { type MailOptions, type MailRenderer, type ShellCache, TemplateError, type TemplateSources } from './types.ts';

/** Gmail cuts a message at 102 KB. Whether it counts 1,000 or 1,024 bytes to one, the HTML as sent (CRLF) is not above. */
export const MAX_HTML_BYTES = 102_000;

/**
 * Prepares a template set for rendering mails. MJML is loaded only when the cache has no shell for the template.
 * Throws `TemplateError` when a template is missing or cannot be used.
 */
export async function createMailRenderer(
  templates: TemplateSources,
  cache: ShellCache,
  options: MailOptions = {},
): Promise<MailRenderer> {
  const theme = readTheme(required(templates, THEME_FILE));
  const themed: TemplateSources = {};
  for (const file of TEMPLATE_FILES) {
    if (file !== THEME_FILE) themed[file] = applyTheme(theme, file, required(templates, file));
  }
  const fragments = await loadFragments(themed);
  const shell = await loadShell(required(themed, 'shell.mjml'), cache);
  const limit = options.maxHtmlBytes ?? MAX_HTML_BYTES;
  const locales = new Map<string, { strings: Strings; cards: Cards; frame: Frame }>();
  return {
    render(digest, reader, context) {
      let words = locales.get(reader.locale);
      if (words === undefined) {
        const strings = stringsFor(reader.locale);
        words = { strings, cards: createCards(fragments, strings), frame: createFrame(fragments) };
        locales.set(reader.locale, words);
      }
      const mail = mailOf({ digest, reader, context, fragments, shell, ...words });
      const line = subject(digest, mail.days, mail.groups, theme.logo, mail.strings);
      const planned = planMail(digest.items, limit, (plan) => renderHtml(mail, line, plan, limit));
      if (planned === null)
        throw new TemplateError('shell.mjml', `an empty mail is already larger than ${limit} bytes`);
      return {
        subject: line,
        html: planned.html,
        text: renderText(mail),
        messageKey: messageKey(digest),
        date: mailDate(digest.date),
        layout: planned.layout,
      };
    },
  };
}

function required(templates: TemplateSources, file: string): string {
  const source = templates[file];
  if (source === undefined) throw new TemplateError(file, 'it is missing');
  return source;
}

/** The local part of the Message-ID: the same for the same delivery, whatever was rendered. RFC 5322, 3.6.4. */
function messageKey(digest: Digest): string {
  const hash = createHash('sha256').update(JSON.stringify([digest.subscription, digest.channel, digest.id]));
  return `digest.${hash.digest('hex').slice(0, 40)}`;
}

/** RFC 5322 date of a digest: its day at six in the morning UTC, a convention, since editions have days and no hours. */
function mailDate(day: Day): string {
  return new Date(`${day}T06:00:00Z`).toUTCString().replace('GMT', '+0000');
}
