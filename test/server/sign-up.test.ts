import { afterEach, describe, expect, it } from 'vitest';
import { type Place, place, resolved } from './support.ts';

let here: Place;
afterEach(() => here.close());

const text = async (response: Response | Promise<Response>): Promise<string> => (await response).text();

describe('signing up', () => {
  it('sends one letter after the answer, and confirming makes a subscriber', async () => {
    here = await place();
    const answer = await here.signUp('ada@example.org', 'reward model, -diffusion\nSmall models: +distillation, +LLM');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Look into your mailbox');
    // Nothing happened yet: the work is for later.
    expect([here.letters.length, here.journal()]).toEqual([0, '']);
    await here.parts.later.drain();
    expect(here.letters.map(({ address }) => address)).toEqual(['ada@example.org']);
    const [{ token, id }] = here.letters as [(typeof here.letters)[0]];
    expect(here.journal()).not.toContain('ada@example.org');

    const before = here.journal();
    const path = `/mail/confirm/${token}`;
    const page = await text(here.get(path));
    expect(page).toContain('Subscribe?');
    expect(page).toContain('Small models: +distillation, +LLM');
    expect(here.journal()).toBe(before);
    const action = resolved(/action="([^"]+)"/.exec(page)![1]!, path);
    expect(await text(here.post(action, {}))).toContain('You are subscribed');
    const book = await here.store.read();
    expect(book.get(id)).toMatchObject({
      state: 'active',
      preferences: { cadence: 'daily', sendHour: 6, timeZone: 'UTC' },
    });
    expect(book.get(id)?.preferences.topics).toEqual([
      { name: 'reward model', any: ['reward model'], all: [], none: ['diffusion'], query: null },
      { name: 'Small models', any: [], all: ['distillation', 'LLM'], none: [], query: null },
    ]);
    // A second click finds it done.
    expect(await text(here.get(path))).toContain('You are subscribed');
    expect(await text(here.post(path, {}))).toContain('You are subscribed');
  });

  it('one confirmation to an address in a day, whoever asks', async () => {
    here = await place();
    for (let n = 0; n < 20; n++) await here.signUp(n % 2 === 0 ? 'ada@example.org' : 'ADA@example.org');
    await here.parts.later.drain();
    expect(here.letters).toHaveLength(1);
    here.time += 86_399;
    await here.signUp('ada@example.org');
    await here.parts.later.drain();
    expect(here.letters).toHaveLength(1);
    here.time += 2;
    await here.signUp('ada@example.org');
    await here.parts.later.drain();
    expect(here.letters).toHaveLength(2);
  });

  it('mails nobody who must not be mailed, and says the same', async () => {
    here = await place({ suppressed: ['bob@example.org'] });
    const told = await text(here.signUp('bob@example.org'));
    expect(told).toBe(await text(here.signUp('ada@example.org')));
    await here.parts.later.drain();
    expect(here.letters.map(({ address }) => address)).toEqual(['ada@example.org']);
  });

  it('says what is wrong beside the form, which keeps what was typed', async () => {
    here = await place();
    const answer = await here.post('/mail/', {
      do: 'subscribe',
      topics: 'a"b\n-x',
      address: '<script>@',
      cadence: 'weekly',
    });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('open for a long time');
    expect(page).toContain('Line 2: there is nothing to look for');
    expect(page).toContain('href="#address"');
    expect(page).toContain('value="&lt;script&gt;@"');
    expect(page).toContain('<option value="weekly" selected>');
    expect(page).not.toContain('<script>@');
    await here.parts.later.drain();
    expect(here.letters).toEqual([]);
  });

  it('a form is good for a day', async () => {
    here = await place();
    const form = /name="form" value="([^"]+)"/.exec(await text(here.get('/mail/')))![1]!;
    const fields = { form, do: 'preview', topics: 'DPO' };
    expect((await here.post('/mail/', fields)).status).toBe(200);
    here.time += 86_401;
    expect((await here.post('/mail/', fields)).status).toBe(422);
    const forged = `${form.slice(0, -1)}${form.endsWith('A') ? 'B' : 'A'}`;
    here.time -= 86_401;
    expect((await here.post('/mail/', { ...fields, form: forged })).status).toBe(422);
  });

  it('previews without an address, and escapes what papers say', async () => {
    here = await place();
    const form = /name="form" value="([^"]+)"/.exec(await text(here.get('/mail/')))![1]!;
    const page = await text(here.post('/mail/', { form, do: 'preview', topics: 'DPO' }));
    expect(page).toContain('12 papers of late');
    expect(page).toContain('12 papers of 214 in 30 days: about 3 a week.');
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script>alert');
    expect(here.journal()).toBe('');
  });

  it('limits sign-ups of one client, and of all together', async () => {
    here = await place({ rules: { signUp: { burst: 2, seconds: 100 } }, hops: 1 });
    expect((await here.signUp('a@example.org')).status).toBe(200);
    expect((await here.signUp('b@example.org')).status).toBe(200);
    const refused = await here.signUp('c@example.org');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '100']);
    here.time += 101;
    expect((await here.signUp('c@example.org')).status).toBe(200);
    here.close();
    here = await place({ rules: { mails: { burst: 1, seconds: 100 } } });
    expect((await here.signUp('a@example.org')).status).toBe(200);
    expect((await here.signUp('b@example.org')).status).toBe(503);
  });

  it('takes forms of its own pages only', async () => {
    here = await place();
    const fields = { do: 'preview', topics: 'DPO', form: here.parts.forms.issue('sign-up', here.time) };
    const status = async (headers: Record<string, string>) => (await here.post('/mail/', fields, headers)).status;
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    // The name in the request is whatever the client wrote: it makes no origin one's own.
    expect(await status({ origin: 'https://evil.example', host: 'evil.example' })).toBe(403);
    expect(await status({ origin: 'https://papers.example.org' })).toBe(200);
    expect(await status({})).toBe(200);
    expect(await status({ 'content-type': 'text/plain' })).toBe(415);
    const large = await here.post('/mail/', { ...fields, topics: 'x'.repeat(17_000) });
    expect(large.status).toBe(413);
  });

  it('without an address of its own it goes by the name in the request, also when that is none', async () => {
    here = await place({ serverUrl: null });
    const fields = { do: 'preview', topics: 'DPO', form: here.parts.forms.issue('sign-up', here.time) };
    const status = async (headers: Record<string, string>) => (await here.post('/mail/', fields, headers)).status;
    expect(await status({ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' })).toBe(200);
    expect(await status({ host: '127.0.0.1:8080', origin: 'http://evil.example' })).toBe(403);
    expect(await status({ host: 'a b', origin: 'http://evil.example' })).toBe(403);
  });
});
