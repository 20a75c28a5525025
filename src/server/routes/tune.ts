import { lineOf } from '../../subscribers/topics-text.ts';
import { tunePage } from '../pages/tune.ts';
import { readForm, textIn } from '../read-form.ts';
import { type App, notice, page, type Request, type ServerParts, sheetOf } from '../server.ts';

import { tuned, WAYS, type Way } from '../tune.ts';
import { CADENCES } from '../words.ts';
import { dead, visitOf } from './links.ts';

const wayIn = (c: Request): Way | null => WAYS.find((way) => way === c.req.param('way')) ?? null;

/** The links "fewer like this" and their like at the foot of each mail. GET asks, POST does. */
export function tuneRoutes(app: App, parts: ServerParts): void {
  app.get('/mail/tune/:token/:way', async (c) => {
    const way = wayIn(c);
    if (way === null) return dead(c, parts);
    const visit = await visitOf(c, parts, 'tune');
    if (visit instanceof Response) return visit;
    const { guest } = visit;
    if (way !== 'weekly') {
      const papers = way === 'mute' ? [] : await parts.desk.papersOf(visit);
      return page(parts, tunePage(sheetOf(c, parts), way, { guest, papers }));
    }
    if (guest.cadence === 'weekly')
      return notice(c, parts, { title: 'Weekly already', texts: ['You get one mail a week.'] });
    return notice(c, parts, {
      title: 'Weekly instead?',
      texts: [`At present mail comes ${CADENCES[guest.cadence].sentence}. One click, and it comes once a week.`],
      button: { text: 'Yes, once a week', action: 'weekly' },
    });
  });

  app.post('/mail/tune/:token/:way', async (c) => {
    const way = wayIn(c);
    if (way === null) return dead(c, parts);
    const fields = await readForm(c, parts);
    if (fields instanceof Response) return fields;
    const visit = await visitOf(c, parts, 'tune');
    if (visit instanceof Response) return visit;
    const { topics, cadence, sendHour, timeZone } = visit.guest;
    const wish = tuned({ topics, cadence, sendHour, timeZone }, way, textIn(fields, 'choice', 500));
    if (wish === null) {
      const texts = ['Nothing was changed: with that, nothing would be left to look for, or there is no such choice.'];
      return notice(c, parts, { title: 'Not possible', texts, links: [{ href: way, text: 'Back' }] }, 422);
    }
    const guest = await parts.desk.want(visit, { kind: 'wish', wish });
    if (guest === null) return dead(c, parts);
    return notice(c, parts, {
      title: 'Done',
      texts: [`Mail comes ${CADENCES[guest.cadence].sentence}. Your topics are now:`],
      items: guest.topics.map(lineOf),
      links: [{ href: `../../preferences/${parts.desk.token('preferences', guest)}`, text: 'Your preferences' }],
    });
  });
}
