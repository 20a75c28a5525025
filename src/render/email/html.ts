import { preheader } from './headline.ts';
import { footerView, headerView, type Mail, quietNote, topicOf } from './mail.ts';
import { OMITTED, type Plan } from './plan.ts';
import { assemble, type Block, type Slot } from './shell.ts';
import { tuneView } from './tune.ts';
import { VARIANTS } from './view.ts';

/** What the shell is filled with: everything escaped, nothing joined yet. */
export interface MailParts {
  values: Record<Slot, string>;
  blocks: Block[];
}

/** The HTML part as a plan shows it; `html` is `null` when it has more than `limit` bytes. */
export function renderHtml(
  mail: Mail,
  title: string,
  plan: Plan,
  limit?: number,
): { html: string | null; bytes: number } {
  const { values, blocks } = mailParts(mail, title, plan);
  return assemble(mail.shell, values, blocks, limit);
}

/** The fragments of a mail, rendered and escaped one by one. */
export function mailParts(mail: Mail, title: string, plan: Plan): MailParts {
  const { digest, fragments, strings, cards, frame } = mail;
  const footer = footerView(mail);
  const tune = tuneView(mail);
  const blocks: Block[] = [];
  let left = 0;
  for (const section of mail.sections) {
    const shown = plan.size === 0 ? section.items : section.items.filter((item) => plan.get(item) !== OMITTED);
    left += section.items.length - shown.length;
    if (shown.length === 0) continue;
    const count = strings.papers(strings.number(shown.length), shown.length === 1);
    const name = section.topic === null ? strings.changed : topicOf(section.topic);
    const heading = frame.piece('topic', `${count} ${name}`, { name, count });
    blocks.push({ kind: 'topic', html: heading.html, bytes: heading.bytes });
    for (const item of shown) blocks.push(cards.html(item, VARIANTS[plan.get(item) ?? 0]!));
  }
  const note = (text: string, link: string | null): void => {
    blocks.push({
      kind: 'note',
      ...frame.piece('note', `${text}${link}${footer.siteUrl}`, { note: text, link, url: footer.siteUrl }),
    });
  };
  if (left > 0) {
    const count = strings.number(left);
    note(strings.omitted(count, left === 1), footer.siteUrl === null ? null : strings.onTheWeb(count));
  }
  if (digest.items.length === 0) note(quietNote(mail), null);
  const head = headerView(mail);
  const chart = head.chart === null ? '' : JSON.stringify(head.chart);
  const values = {
    lang: fragments.escape(strings.lang),
    dir: strings.dir,
    title: fragments.escape(title),
    preheader: fragments.escape(preheader(digest, strings)),
    header: frame.piece('header', `${head.date}\u0001${head.headline}\u0001${head.details}${chart}`, head).html,
    footer: `${tune === null ? '' : fragments.render('tune', tune)}${fragments.render('footer', footer)}`,
  };
  return { values, blocks };
}
