import type { Topic } from '../../model/index.ts';
import { lineOf, textOf, topicsOf } from '../../subscribers/topics-text.ts';
import type { Guest, LinkPurpose, Visit } from '../desk.ts';
import { headersOf } from '../headers.ts';
import type { Fault } from '../pages/frame.ts';
import { preferencesPage } from '../pages/preferences.ts';
import { readForm, textIn } from '../read-form.ts';
import {
  type App,
  clientIn,
  isHttps,
  limited,
  notice,
  page,
  type Request,
  type ServerParts,
  sheetOf,
} from '../server.ts';

import { stateText } from '../words.ts';
import { rhythmIn } from './rhythm.ts';

/** The answer for a link that does not hold. It does not say why: whoever made it up learns nothing. */
export const dead = (c: Request, parts: ServerParts): Response =>
  notice(
    c,
    parts,
    {
      title: 'This link does not work any more',
      texts: [
        'Links are good for a while only, and some can be used once. The newest mail has fresh ones, and its last lines say how to leave.',
      ],
      links: [{ href: `${'../'.repeat(c.req.path.split('/').length - 3)}`, text: 'Sign up' }],
    },
    404,
  );

/** The visit of a signed link, and its token. */
export async function visitOf(
  c: Request,
  parts: ServerParts,
  purpose: LinkPurpose,
): Promise<(Visit & { token: string }) | Response> {
  const refused = limited(c, parts, c.req.method === 'POST' ? 'change' : 'page', clientIn(c, parts));
  if (refused !== null) return refused;
  const token = c.req.param('token') ?? '';
  const visit = /^[A-Za-z0-9_.-]{1,600}$/.test(token) ? await parts.desk.visit(purpose, token) : null;
  return visit === null ? dead(c, parts) : { ...visit, token };
}

/** Signed links: confirm, preferences, unsubscribe, and a mail on the web. GET shows, POST does. */
export function linkRoutes(app: App, parts: ServerParts): void {
  const { desk } = parts;
  /** The page of preferences, as a link on a page of depth three. */
  const preferencesOf = (guest: Guest) => ({
    href: `../preferences/${desk.token('preferences', guest)}`,
    text: 'Your preferences',
  });

  app.get('/mail/confirm/:token', async (c) => {
    const visit = await visitOf(c, parts, 'confirm');
    if (visit instanceof Response) return visit;
    const { guest, token, asks } = visit;
    if (asks === null) return notice(c, parts, welcome(guest, preferencesOf(guest)));
    const { title, text, button } = ASKS[asks];
    const items = asks === 'pause' || asks === 'resume' ? [] : guest.topics.map(lineOf);
    return notice(c, parts, { title, texts: [text], items, button: { text: button, action: token } });
  });

  app.post('/mail/confirm/:token', async (c) => {
    const form = await readForm(c, parts);
    if (form instanceof Response) return form;
    const visit = await visitOf(c, parts, 'confirm');
    if (visit instanceof Response) return visit;
    const guest = await desk.want(visit, { kind: 'confirm' });
    return guest === null ? dead(c, parts) : notice(c, parts, welcome(guest, preferencesOf(guest)));
  });

  app.get('/mail/unsubscribe/:token', async (c) => {
    const visit = await visitOf(c, parts, 'unsubscribe');
    if (visit instanceof Response) return visit;
    if (visit.guest.state === 'unsubscribed') return notice(c, parts, gone);
    return notice(c, parts, {
      title: 'Unsubscribe?',
      texts: ['One click, and no more mails come.'],
      button: {
        text: 'Unsubscribe',
        action: visit.token,
        hidden: [{ name: 'List-Unsubscribe', value: 'One-Click' }],
      },
    });
  });

  // RFC 8058: mail programs send this by themselves, without cookies, without having seen a page, and follow no redirect.
  app.post('/mail/unsubscribe/:token', async (c) => {
    const form = await readForm(c, parts, true);
    if (form instanceof Response) return form;
    if (form.get('List-Unsubscribe') !== 'One-Click') {
      return notice(
        c,
        parts,
        { title: 'Nothing was done', texts: ['The form lacks List-Unsubscribe=One-Click.'] },
        400,
      );
    }
    const visit = await visitOf(c, parts, 'unsubscribe');
    if (visit instanceof Response) return visit;
    await desk.want(visit, { kind: 'unsubscribe' });
    return notice(c, parts, gone);
  });

  app.get('/mail/preferences/:token', async (c) => {
    const visit = await visitOf(c, parts, 'preferences');
    return visit instanceof Response ? visit : preferences(c, visit, visit.guest);
  });

  app.post('/mail/preferences/:token', async (c) => {
    const fields = await readForm(c, parts);
    if (fields instanceof Response) return fields;
    const visit = await visitOf(c, parts, 'preferences');
    if (visit instanceof Response) return visit;
    switch (textIn(fields, 'do', 20)) {
      case 'pause': {
        const weeks = Number(/^(?:1|2|4|8|26)$/.exec(textIn(fields, 'weeks', 2))?.[0] ?? 2);
        const until = new Date((parts.clock() + weeks * 7 * 86_400) * 1000).toISOString().slice(0, 10);
        const guest = await desk.want(visit, { kind: 'pause', until });
        return guest === null ? dead(c, parts) : preferences(c, visit, guest, 'Paused.');
      }
      case 'resume': {
        const guest = await desk.want(visit, { kind: 'resume' });
        return guest === null ? dead(c, parts) : preferences(c, visit, guest, 'Mail comes again.');
      }
      case 'save': {
        const text = textIn(fields, 'topics');
        const { topics, faults } = topicsOf(text);
        const rhythm = rhythmIn(fields, visit.guest);
        if (faults.length > 0) {
          const shown = faults.map(({ line, message }) => ({ text: `Line ${line}: ${message}`, href: '#topics' }));
          return preferences(c, visit, { ...visit.guest, ...rhythm }, null, { text, faults: shown });
        }
        const wish = { topics: keepingOld(topics, visit.guest.topics), ...rhythm };
        const guest = await desk.want(visit, { kind: 'wish', wish });
        return guest === null ? dead(c, parts) : preferences(c, visit, guest, 'Saved.');
      }
      default:
        return notice(c, parts, { title: 'Nothing was done', texts: ['The form does not say what to do.'] }, 400);
    }
  });

  function preferences(
    c: Request,
    { token }: { token: string },
    guest: Guest,
    saved: string | null = null,
    again: { text: string; faults: Fault[] } = { text: textOf(guest.topics), faults: [] },
  ): Response {
    const leave = `../unsubscribe/${desk.token('unsubscribe', guest)}`;
    const form = { guest, topics: again.text, faults: again.faults, saved, action: token, leave };
    return page(parts, preferencesPage(sheetOf(c, parts), form), again.faults.length > 0 ? 422 : 200);
  }

  app.get('/mail/view/:token', async (c) => {
    const visit = await visitOf(c, parts, 'view');
    if (visit instanceof Response) return visit;
    const html = await desk.mail(visit);
    if (html === null) return dead(c, parts);
    const headers = { ...headersOf('mail', isHttps(parts)), 'content-type': 'text/html; charset=utf-8' };
    return new Response(html, { headers });
  });
}

const ASKS = {
  subscribe: {
    title: 'Subscribe?',
    text: 'With this click the mails begin. These are your topics:',
    button: 'Yes, subscribe',
  },
  change: {
    title: 'Change your topics?',
    text: 'With this click your topics become these:',
    button: 'Yes, change them',
  },
  pause: { title: 'Pause?', text: 'With this click no mails come for a while.', button: 'Yes, pause' },
  resume: { title: 'Resume?', text: 'With this click the mails come again.', button: 'Yes, resume' },
};

const gone = {
  title: 'You are unsubscribed',
  texts: ['No more mails come. If one was on its way already, it may still arrive.'],
};

const welcome = (guest: Guest, preferences: { href: string; text: string }) => ({
  title: 'You are subscribed',
  texts: [stateText(guest), 'Your topics:'],
  items: guest.topics.map(lineOf),
  links: [preferences],
});

/** A line that is as it was keeps its topic, with what a line cannot say, such as its weight. */
const keepingOld = (now: readonly Topic[], before: readonly Topic[]): Topic[] =>
  now.map((topic) => before.find((old) => lineOf(old) === lineOf(topic)) ?? topic);
