import { createHash } from 'node:crypto';
import type { Instant, Message } from '../model/index.ts';
import type { PageTemplates } from './pages/frame.ts';

const SUBJECT = 'Please confirm: papers by e-mail';

/**
 * The mail that asks to confirm. There is no word in it that somebody typed into the form: it goes to people who may never have asked.
 * @param url the page that confirms.
 */
export function confirmMessage(templates: PageTemplates, url: string, now: Instant): Message {
  const text = [
    'Somebody, perhaps you, asked for research papers by e-mail to this address.',
    '',
    'Look at it and confirm:',
    url,
    '',
    'The link is good for seven days. If it was not you, do nothing: without',
    'that click no more mails come.',
    '',
  ];
  return {
    subject: SUBJECT,
    html: templates.render('letter', { subject: SUBJECT, url }),
    text: text.join('\n'),
    messageKey: `confirm-${createHash('sha256').update(url).digest('hex').slice(0, 32)}`,
    date: new Date(now).toUTCString().replace('GMT', '+0000'),
  };
}
