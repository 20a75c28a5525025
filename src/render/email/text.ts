import { columns, oneLine, wrap } from '../words.ts';
import { TEXT_WIDTH } from './cards.ts';
import { footerView, headerView, type Mail, quietNote } from './mail.ts';
import { tuneView } from './tune.ts';

/** Bars of the chart in the text twin: at most so many signs. */
const LONGEST_BAR = 30;

/** The text twin: everything the digest holds, in the order of the HTML, wrapped at `TEXT_WIDTH` columns. */
export function renderText(mail: Mail): string {
  const { digest, fragments, strings, cards } = mail;
  const { date, headline, details } = headerView(mail);
  const footer = footerView(mail);
  const fold = (text: string): string => wrap(text, TEXT_WIDTH).join('\n');
  const lead = { date, headline: fold(headline), details: details === null ? null : fold(details) };
  const parts = [fragments.render('text-header', lead)];
  if (mail.chart !== null) parts.push(chartLines(mail.chart));
  if (digest.items.length === 0) parts.push(fold(quietNote(mail)));
  let link = 1;
  for (const section of mail.sections) {
    const lines = wrap(section.topic === null ? strings.changed : oneLine(section.topic), TEXT_WIDTH);
    const rule = '='.repeat(Math.max(1, ...lines.map(columns)));
    parts.push(fragments.render('text-topic', { name: lines.join('\n'), rule }));
    for (const item of section.items) {
      const card = cards.text(item, link);
      link += card.links;
      parts.push(card.text);
    }
  }
  const leave =
    footer.leaveUrl === null
      ? footer.leaveByHand
      : `${footer.leaveBefore}${footer.leaveLink}${footer.leaveAfter.replace(/\.$/, '')}: ${footer.leaveUrl}`;
  const tune = tuneView(mail);
  if (tune !== null) {
    parts.push([tune.lead, ...tune.links.map(({ text, url }) => `${text}:\n${url}`)].join('\n'));
  }
  const notes = [footer.rolledOver, footer.reason, leave].filter((note) => note !== null);
  const site = footer.siteUrl === null ? null : `${footer.site}: ${footer.siteUrl}`;
  parts.push(fragments.render('text-footer', { notes: notes.map(fold), site }));
  return `${parts.join('\n\n')}\n`;
}

function chartLines({ title, bars }: NonNullable<Mail['chart']>): string {
  const labels = bars.map(({ label }) => wrap(label, LONGEST_BAR)[0] ?? '');
  const width = Math.max(...labels.map(columns));
  const lines = bars.map(({ percent, count }, i) => {
    const bar = '#'.repeat(Math.max(1, Math.round((percent * LONGEST_BAR) / 100)));
    return `  ${labels[i]}${' '.repeat(width - columns(labels[i]!))}  ${bar} ${count}`;
  });
  return [title, ...lines].join('\n');
}
