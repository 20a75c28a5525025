import { TEXT_WIDTH } from './cards.ts';
import { footerView, headerView, type Mail } from './mail.ts';
import { columns, oneLine, wrap } from '../words.ts';

/** The text twin: everything the digest holds, in the order of the HTML, wrapped at `TEXT_WIDTH` columns. */
export function renderText(mail: Mail): string {
  const { digest, fragments, strings, cards } = mail;
  const { date, summary: line } = headerView(mail);
  const footer = footerView(mail);
  const fold = (text: string): string => wrap(text, TEXT_WIDTH).join('\n');
  const parts = [fragments.render('text-header', { date, summary: fold(line) })];
  if (digest.items.length === 0) parts.push(fold(strings.nothing));
  for (const group of mail.groups) {
    const lines = wrap(oneLine(group.topic), TEXT_WIDTH);
    const rule = '-'.repeat(Math.max(1, ...lines.map(columns)));
    parts.push(fragments.render('text-topic', { name: lines.join('\n'), rule }));
    parts.push(...group.items.map((item) => cards.text(item)));
  }
  const leave =
    footer.leaveUrl === null
      ? footer.leaveByHand
      : `${footer.leaveBefore}${footer.leaveLink}${footer.leaveAfter.replace(/\.$/, '')}: ${footer.leaveUrl}`;
  const notes = [footer.rolledOver, footer.reason, leave].filter((note) => note !== null);
  const site = footer.siteUrl === null ? null : `${footer.site}: ${footer.siteUrl}`;
  parts.push(fragments.render('text-footer', { notes: notes.map(fold), site }));
  return `${parts.join('\n\n')}\n`;
}
