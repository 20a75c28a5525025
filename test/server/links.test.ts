import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newKey, oldKey } from '../subscribers/people.ts';
import { type Place, place, topic } from './support.ts';

let here: Place;
let id: string;
beforeEach(async () => {
  here = await place();
  id = await here.member('ada@example.org');
});
afterEach(() => here.close());

const text = async (response: Promise<Response>): Promise<string> => (await response).text();
const state = async () => (await here.store.read()).get(id)?.state;
const wish = async () => (await here.store.read()).get(id)?.preferences;

describe('leaving', () => {
  it('by one POST without login, cookie or redirect, as mail programs send it', async () => {
    const path = `/mail/unsubscribe/${here.token('unsubscribe', id)}`;
    const answer = await here.post(
      path,
      { 'List-Unsubscribe': 'One-Click' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://mail.example' },
    );
    expect([answer.status, answer.headers.get('set-cookie'), answer.headers.get('location')]).toEqual([
      200,
      null,
      null,
    ]);
    expect(await state()).toBe('unsubscribed');
    const before = here.journal();
    expect((await here.post(path, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect(here.journal()).toBe(before);
    expect(await text(here.get(path))).toContain('You are unsubscribed');
  });

  it('also as multipart/form-data (RFC 8058)', async () => {
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    const path = `/mail/unsubscribe/${here.token('unsubscribe', id)}`;
    expect((await here.app.request(path, { method: 'POST', body })).status).toBe(200);
    expect(await state()).toBe('unsubscribed');
  });

  it('a GET shows a button, and neither it nor a POST without the field changes anything', async () => {
    const path = `/mail/unsubscribe/${here.token('unsubscribe', id)}`;
    const before = here.journal();
    expect(await text(here.get(path))).toContain('value="One-Click"');
    expect((await here.app.request(path, { method: 'HEAD' })).status).toBe(200);
    expect((await here.post(path, {})).status).toBe(400);
    expect((await here.app.request(path, { method: 'POST' })).status).toBe(415);
    expect(here.journal()).toBe(before);
  });

  it('of somebody who was erased it says the same as of one who left', async () => {
    const path = `/mail/unsubscribe/${here.token('unsubscribe', id)}`;
    await here.store.change(() => ({
      events: [{ type: 'erased', id, at: '2026-11-21T09:00:00Z', how: 'hand' }],
      result: null,
    }));
    expect(await text(here.get(path))).toContain('You are unsubscribed');
    expect((await here.post(path, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  });
});

describe('preferences', () => {
  const path = (): string => `/mail/preferences/${here.token('preferences', id)}`;

  it('show what there is, and save what is changed', async () => {
    const page = await text(here.get(path()));
    expect(page).toContain('>reward model, DPO</textarea>');
    const saved = await text(
      here.post(path(), { do: 'save', topics: 'agents', cadence: 'weekly', hour: '17', zone: 'Europe/Vienna' }),
    );
    expect(saved).toContain('Saved.');
    expect(await wish()).toMatchObject({
      topics: [topic('agents')],
      cadence: 'weekly',
      sendHour: 17,
      timeZone: 'Europe/Vienna',
      locale: 'en',
    });
  });

  it('keep what a line cannot say as long as the line stays', async () => {
    const rich = { ...topic('agents'), weight: 2, minScore: 1 };
    await here.desk.want((await here.desk.visit('preferences', here.token('preferences', id)))!, {
      kind: 'wish',
      wish: { topics: [rich], cadence: 'daily', sendHour: 6, timeZone: 'UTC' },
    });
    await here.post(path(), { do: 'save', topics: 'agents\nDPO', cadence: 'daily', hour: '6', zone: 'UTC' });
    expect((await wish())?.topics).toEqual([rich, topic('DPO')]);
  });

  it('take no nonsense', async () => {
    const before = here.journal();
    const answer = await here.post(path(), {
      do: 'save',
      topics: '',
      cadence: 'hourly',
      hour: '99',
      zone: '../../etc',
    });
    expect(answer.status).toBe(422);
    expect((await here.post(path(), { do: 'erase everything' })).status).toBe(400);
    expect(here.journal()).toBe(before);
    await here.post(path(), { do: 'save', topics: 'DPO', cadence: 'hourly', hour: '99', zone: '../../etc' });
    expect(await wish()).toMatchObject({ cadence: 'daily', sendHour: 6, timeZone: 'UTC' });
  });

  it('pause and resume', async () => {
    expect(await text(here.post(path(), { do: 'pause', weeks: '2' }))).toContain('Mail comes again from 2026-12-05');
    expect(await state()).toBe('paused');
    expect(await text(here.post(path(), { do: 'resume' }))).toContain('Mail comes again.');
    expect(await state()).toBe('active');
  });

  it('need a form of this server, and end with the subscription', async () => {
    const before = here.journal();
    expect((await here.post(path(), { do: 'pause' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(here.journal()).toBe(before);
    await here.post(`/mail/unsubscribe/${here.token('unsubscribe', id)}`, { 'List-Unsubscribe': 'One-Click' });
    expect((await here.get(path())).status).toBe(404);
    expect((await here.post(path(), { do: 'save', topics: 'DPO' })).status).toBe(404);
  });
});

describe('tokens', () => {
  it('open nothing but what they are for', async () => {
    const before = here.journal();
    for (const purpose of ['confirm', 'unsubscribe', 'preferences', 'view', 'tune'] as const) {
      for (const page of ['confirm', 'unsubscribe', 'preferences', 'view', 'tune'] as const) {
        if (page === purpose) continue;
        const path = `/mail/${page}/${here.token(purpose, id, { about: 'kept', epoch: 1 })}${page === 'tune' ? '/weekly' : ''}`;
        expect((await here.get(path)).status, `${purpose} on ${page}`).toBe(404);
        const posted = await here.post(path, { 'List-Unsubscribe': 'One-Click', do: 'pause' });
        expect(posted.status).toBe(page === 'view' ? 405 : 404);
      }
    }
    expect(here.journal()).toBe(before);
  });

  it('of another request, of nobody, changed or made up: one and the same page', async () => {
    const good = here.token('preferences', id);
    const bad = [
      `${good.slice(0, -1)}${good.endsWith('a') ? 'b' : 'a'}`,
      good.slice(1),
      `${good}aa`,
      'x',
      here.token('preferences', 's-aaaaaaaaaaaaaaaa'),
    ];
    const answers = await Promise.all(bad.map((token) => text(here.get(`/mail/preferences/${token}`))));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('does not work any more');
    expect((await here.get(`/mail/confirm/${here.token('confirm', id, { epoch: 7 })}`)).status).toBe(404);
  });

  it('after a change of keys: links to leave work for ever, those to confirm and change end after the grace', async () => {
    const old = await place({ key: oldKey });
    const who = await old.member('bob@example.org');
    await old.signUp('eve@example.org');
    await old.parts.later.drain();
    const confirm = `/mail/confirm/${old.letters[0]!.token}`;
    const leave = `/mail/unsubscribe/${old.token('unsubscribe', who)}`;
    const change = `/mail/preferences/${old.token('preferences', who)}`;
    const status = async (at: Place, path: string) => (await at.get(path)).status;
    expect(await Promise.all([confirm, leave, change].map((path) => status(old, path)))).toEqual([200, 200, 200]);
    // The new key comes in use with the first sign-up under it.
    const now = await place({ key: `${newKey} ${oldKey}`, folder: old.folder });
    await now.signUp('joe@example.org');
    await now.parts.later.drain();
    expect(await Promise.all([confirm, leave, change].map((path) => status(now, path)))).toEqual([200, 200, 200]);
    now.time += 9 * 86_400;
    expect(await Promise.all([confirm, leave, change].map((path) => status(now, path)))).toEqual([404, 200, 404]);
    now.time += 3_000 * 86_400;
    expect(await Promise.all([confirm, leave, change].map((path) => status(now, path)))).toEqual([404, 200, 404]);
    expect((await now.post(leave, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect((await now.store.read()).get(who)?.state).toBe('unsubscribed');
    // Without the old key nobody can tell its links from forgeries.
    const bare = await place({ key: newKey, folder: old.folder });
    expect(await status(bare, leave)).toBe(404);
    old.close();
  });

  it('without a change of keys a link to confirm is good for a week', async () => {
    await here.signUp('eve@example.org');
    await here.parts.later.drain();
    const path = `/mail/confirm/${here.letters[0]!.token}`;
    here.time += 7 * 86_400;
    expect((await here.get(path)).status).toBe(200);
    here.time += 86_400;
    expect((await here.get(path)).status).toBe(404);
  });
});

describe('a mail on the web', () => {
  it('is shown as it is, and may do nothing', async () => {
    const answer = await here.get(`/mail/view/${here.token('view', id, { about: 'kept' })}`);
    expect(await answer.text()).toContain('The mail');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^sandbox .*default-src 'none'.*frame-ancestors 'none'$/,
    );
    expect((await here.get(`/mail/view/${here.token('view', id, { about: 'gone' })}`)).status).toBe(404);
  });
});

describe('tuning', () => {
  const path = (way: string): string => `/mail/tune/${here.token('tune', id, { about: 'kept' })}/${way}`;
  const choice = (term: string): string => JSON.stringify(['reward model', term]);

  it('fewer: the topic leaves out the word that was chosen', async () => {
    const page = await text(here.get(path('fewer')));
    expect(page).toContain('no papers with “judge”');
    expect(page).toContain('&lt;script&gt;');
    expect(await text(here.post(path('fewer'), { choice: choice('judge') }))).toContain('reward model, DPO, -judge');
    expect((await wish())?.topics[0]?.none).toEqual(['judge']);
  });

  it('more: papers with the word come too', async () => {
    await here.post(path('more'), { choice: choice('judge') });
    expect((await wish())?.topics[0]?.any).toEqual(['reward model', 'DPO', 'judge']);
  });

  it('mute: the term is not looked for any more; the last one cannot go', async () => {
    await here.post(path('mute'), { choice: choice('DPO') });
    expect((await wish())?.topics[0]?.any).toEqual(['reward model']);
    const before = here.journal();
    expect((await here.post(path('mute'), { choice: choice('reward model') })).status).toBe(422);
    expect(here.journal()).toBe(before);
  });

  it('weekly: with a page that asks first', async () => {
    expect(await text(here.get(path('weekly')))).toContain('Yes, once a week');
    expect((await wish())?.cadence).toBe('daily');
    await here.post(path('weekly'), {});
    expect((await wish())?.cadence).toBe('weekly');
    expect(await text(here.get(path('weekly')))).toContain('Weekly already');
  });

  it('takes no choice that makes no sense', async () => {
    const before = here.journal();
    for (const nonsense of [
      '',
      '{}',
      '["reward model"]',
      '["other","x"]',
      choice(''),
      choice('x'.repeat(101)),
      choice('***'),
      choice('a\nb'),
      '"'.repeat(600),
    ]) {
      expect((await here.post(path('fewer'), { choice: nonsense })).status, nonsense).toBe(422);
    }
    expect((await here.post(path('everything'), {})).status).toBe(404);
    expect(here.journal()).toBe(before);
  });
});
