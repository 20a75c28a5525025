import type { Html } from '../../render/site/templates.ts';
import { frame, type Sheet } from './frame.ts';

/** A page that says one thing, and perhaps asks for one click. */
export interface Notice {
  title: string;
  texts: readonly string[];
  /** A list below, such as topics read back. */
  items?: readonly string[];
  /** The button that does it, and what the form sends. Without it the page only says something. */
  button?: { text: string; action: string; hidden?: readonly { name: string; value: string }[] };
  links?: readonly { href: string; text: string }[];
}

export function noticePage(sheet: Sheet, { title, texts, items = [], button, links = [] }: Notice): Html {
  const main = sheet.templates.render('notice', {
    title,
    texts,
    items,
    button: button?.text ?? null,
    action: button?.action ?? '',
    hidden: button?.hidden ?? [],
    links,
  });
  return frame(sheet, { title }, main);
}
