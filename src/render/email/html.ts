import { preheader } from './headline.ts';
import { footerView, headerView, type Mail } from './mail.ts';
import type { Plan } from './plan.ts';
import { assemble, type Block, type Slot } from './shell.ts';
import { oneLine } from '../words.ts';

/** What the shell is filled with: everything escaped, nothing joined yet. */
export interface MailParts {
  values: Record<Slot, string>;
  blocks: Block[];
}

/** The HTML part as a plan shows it. */
export function renderHtml(mail: Mail, title: string, plan: Plan): string {
  const { values, blocks } = mailParts(mail, title, plan);
  return assemble(mail.shell, values, blocks);
}

/** The fragments of a mail, rendered and escaped one by one. */
export function mailParts(mail: Mail, title: string, plan: Plan): MailParts {
  const { digest, fragments, strings, cards } = mail;
  const blocks: Block[] = [];
  for (const group of mail.groups) {
    const shown = group.items.filter((item) => !plan.omitted.has(item));
    if (shown.length === 0) continue;
    const count = strings.papers(strings.number(shown.length), shown.length === 1);
    blocks.push({ kind: 'topic', html: fragments.render('topic', { name: oneLine(group.topic), count }) });
    for (const item of shown) blocks.push({ kind: 'card', html: cards.html(item, plan.variant) });
  }
  const notes =
    plan.omitted.size > 0 ? [strings.omitted(strings.number(plan.omitted.size), plan.omitted.size === 1)] : [];
  if (digest.items.length === 0) notes.push(strings.nothing);
  for (const note of notes) blocks.push({ kind: 'note', html: fragments.render('note', { note }) });
  const values = {
    lang: fragments.escape(strings.lang),
    dir: strings.dir,
    title: fragments.escape(title),
    preheader: fragments.escape(preheader(digest, strings)),
    header: fragments.render('header', headerView(mail)),
    footer: fragments.render('footer', footerView(mail)),
  };
  return { values, blocks };
}
