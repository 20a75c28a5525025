import { checkAddress } from '../../model/mailbox.ts';
import { topicsOf } from '../../subscribers/topics-text.ts';
import type { Rhythm } from '../desk.ts';
import type { Fault } from '../pages/frame.ts';
import { type SignUp, signUpPage } from '../pages/sign-up.ts';
import { readForm, textIn } from '../read-form.ts';
import { type App, clientIn, limited, notice, page, type Request, type ServerParts, sheetOf } from '../server.ts';

import { rhythmIn } from './rhythm.ts';

const FORM = 'sign-up';
const usual: Rhythm = { cadence: 'daily', sendHour: 6, timeZone: 'UTC' };

/** `/mail/`: the page where people sign up, and try what a profile would bring. */
export function signUpRoutes(app: App, parts: ServerParts): void {
  const show = (c: Request, filled: Partial<SignUp>, status = 200): Response => {
    const token = parts.forms.issue(FORM, parts.clock());
    const empty = { ...usual, topics: '', address: '', faults: [], sight: null, fresh: true };
    return page(parts, signUpPage(sheetOf(c, parts), { ...empty, ...filled, token }), status);
  };

  app.get('/mail', (c) => c.redirect('mail/', 308));
  app.get('/mail/', (c) => show(c, {}));

  app.post('/mail/', async (c) => {
    const fields = await readForm(c, parts);
    if (fields instanceof Response) return fields;
    const client = clientIn(c, parts);
    const previewing = textIn(fields, 'do') !== 'subscribe';
    const refused = limited(c, parts, previewing ? 'preview' : 'signUp', client);
    if (refused !== null) return refused;

    const text = textIn(fields, 'topics');
    const address = textIn(fields, 'address', 300).trim();
    const rhythm = rhythmIn(fields, usual);
    const filled = { ...rhythm, topics: text, address, fresh: false };
    const { topics, faults: wrong } = topicsOf(text);
    const faults: Fault[] = wrong.map(({ line, message }) => ({ text: `Line ${line}: ${message}`, href: '#topics' }));
    if (!parts.forms.holds(textIn(fields, 'form', 100), FORM, parts.clock())) {
      faults.push({ text: 'This page was open for a long time. Everything is still here: send it again.', href: null });
    }
    if (!previewing) {
      const gate = checkAddress(address);
      if (!gate.ok) faults.push({ text: `The address ${gate.reason}.`, href: '#address' });
    }
    if (faults.length > 0) return show(c, { ...filled, faults }, 422);
    if (previewing) return show(c, { ...filled, sight: await parts.desk.look(topics) });

    const full = parts.limits.take('mails', 'all') > 0;
    // From here on nothing depends on the address: who is known is seen only when the answer has long gone.
    if (full || !parts.later.add(() => parts.desk.signUp(address, { topics, ...rhythm }))) {
      parts.metrics.refused('mails');
      return notice(
        c,
        parts,
        { title: 'Too many sign-ups', texts: ['Too many people sign up at the moment. Please try again in an hour.'] },
        503,
        { 'retry-after': '3600' },
      );
    }
    return notice(c, parts, {
      title: 'Look into your mailbox',
      texts: [
        'A mail with a link is on its way. Open the link and confirm, and you are subscribed.',
        'It can take some minutes. If nothing comes, look among the spam. Within a day there is one such mail to an address, however often this form is sent.',
      ],
      links: [{ href: './', text: 'Back' }],
    });
  });
}
