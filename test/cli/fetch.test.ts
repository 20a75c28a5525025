import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cli, Place } from '../fetch/place.ts';
import { answer, htmlPage, list, Site, status } from '../fetch/site.ts';

const site = await Site.open();

describe('a list that comes', () => {
  it('is saved byte for byte, under its date', async () => {
    const place = new Place(site);
    site.play(answer(list(3)));
    const { code, document } = await place.fetch('--date', '2026-02-04');
    const path = join(place.dumps, '2026-02-04.json');
    expect(document).toEqual({
      schema: 'paperboy.fetch/1',
      verdict: { kind: 'fresh', reason: '1 dump saved with 3 papers' },
      saved: [{ path, date: '2026-02-04', papers: 3, status: 'saved' }],
      diagnostics: [],
    });
    expect([code, place.read('2026-02-04.json')]).toEqual([0, list(3)]);
    expect(site.requests.map(({ url }) => url)).toEqual(['/api/daily_papers?date=2026-02-04&limit=100']);
    expect(site.requests[0]!.headers['user-agent']).toMatch(/^paperboy\/\d+\.\d+\.\d+$/);
  });

  it('is what a run reads', async () => {
    const place = new Place(site);
    site.play(answer(gzipSync(list(3)), { 'content-encoding': 'gzip' }));
    await place.fetch('--date', '2026-02-04');
    const { printed } = await cli('parse', place.dumps, '--json');
    expect(JSON.parse(printed).dumps).toMatchObject([
      { date: '2026-02-04', dateBasis: 'file-name', papers: { length: 3 } },
    ]);
  });

  it('is today’s without a date', async () => {
    const place = new Place(site);
    site.play(answer(list(2, '2026-02-06')));
    expect((await place.fetch()).document.saved).toMatchObject([{ date: '2026-02-06', status: 'saved' }]);
  });

  it.each([
    ['--week', '2026-W05', '2026-W05.json'],
    ['--month', '2026-02', '2026-02.json'],
    ['--query', 'reward models', 'search-reward-models-2026-02-06.json'],
  ])('%s %s is saved as %s', async (flag, value, name) => {
    const place = new Place(site);
    site.play(answer(list(4)));
    const { code, document } = await place.fetch(flag, value);
    expect(document.saved).toMatchObject([{ path: join(place.dumps, name), date: null, papers: 4 }]);
    expect([code, place.read(name)]).toEqual([0, list(4)]);
  });

  it('is a page with --from html', async () => {
    const place = new Place(site);
    site.play(answer(htmlPage(4), { 'content-type': 'text/html; charset=utf-8' }));
    const { document, asked } = await place.fetch('--date', '2026-02-04', '--from', 'html');
    expect(asked).toEqual(['/papers/date/2026-02-04']);
    expect(document.saved).toMatchObject([{ papers: 4, status: 'saved', date: '2026-02-04' }]);
    expect(place.read('2026-02-04.html')).toBe(htmlPage(4));
    expect(site.requests[0]!.headers.accept).toBe('text/html');
  });

  it('comes in pages, and is joined', async () => {
    const place = new Place(site);
    const rows = JSON.parse(list(230)) as unknown[];
    const pages = [rows.slice(0, 100), rows.slice(100, 200), rows.slice(200)];
    site.play(...pages.map((page) => answer(JSON.stringify(page))));
    const { document, asked } = await place.fetch('--date', '2026-02-04');
    expect(document.saved).toMatchObject([{ papers: 230 }]);
    expect(asked.map((url) => new URLSearchParams(url.split('?')[1]).get('p'))).toEqual([null, '1', '2']);
    expect(JSON.parse(place.read('2026-02-04.json'))).toEqual(rows);
  });

  it('is not saved when a later page fails', async () => {
    const place = new Place(site);
    site.play(answer(list(100)), status(500));
    expect(await place.fetch('--date', '2026-02-04')).toMatchObject({ code: 3, codes: ['fetch-status'] });
    expect(existsSync(join(place.dumps, '2026-02-04.json'))).toBe(false);
  });

  it('500, then the list', async () => {
    const place = new Place(site);
    site.play(status(500), answer(list(1)));
    expect((await place.fetch('--date', '2026-02-04', '--retries', '1')).code).toBe(0);
  });
});

describe('a list that is here already', () => {
  it('is not written when it is the same', async () => {
    const place = new Place(site).put('2026-02-04.json', list(3));
    const { mtimeMs } = statSync(join(place.dumps, '2026-02-04.json'));
    site.play(answer(list(3)));
    expect((await place.fetch('--date', '2026-02-04')).document.saved).toMatchObject([
      { status: 'unchanged', papers: 3 },
    ]);
    expect(statSync(join(place.dumps, '2026-02-04.json')).mtimeMs).toBe(mtimeMs);
  });

  it('is asked for with its tag, unless the dump was changed since', async () => {
    const place = new Place(site);
    site.play(answer(list(3), { etag: '"v1"' }), status(304));
    await place.fetch('--date', '2026-02-04');
    const files = place.files();
    const { code, document, codes } = await place.fetch('--date', '2026-02-04');
    expect([code, codes]).toEqual([0, ['fetch-not-modified']]);
    expect(document.saved).toMatchObject([{ status: 'not-modified', papers: 3, date: '2026-02-04' }]);
    expect(place.files()).toEqual(files);
    expect(site.requests[1]!.headers['if-none-match']).toBe('"v1"');

    place.put('2026-02-04.json', list(1));
    site.play(answer(list(3), { etag: '"v1"' }));
    expect((await place.fetch('--date', '2026-02-04')).document.saved).toMatchObject([{ status: 'saved' }]);
    expect(site.requests[0]!.headers['if-none-match']).toBeUndefined();
  });

  it('is replaced by a fuller one', async () => {
    const place = new Place(site).put('2026-02-04.json', list(3));
    site.play(answer(list(5)));
    expect((await place.fetch('--date', '2026-02-04')).document.saved).toMatchObject([{ status: 'saved', papers: 5 }]);
    expect([...place.files().keys()]).toEqual(['dumps/2026-02-04.json', 'out/state']);
  });

  it('is kept beside a shorter one, of which there are not more and more', async () => {
    const place = new Place(site).put('2026-02-04.json', list(5));
    site.play(answer(list(2)), answer(list(2)), answer(list(3)), answer(list(1)));
    const { code, document, codes } = await place.fetch('--date', '2026-02-04');
    const path = join(place.dumps, '2026-02-04.2.json');
    expect([code, codes]).toEqual([0, ['fetch-kept-both']]);
    expect(document.saved).toEqual([{ path, date: '2026-02-04', papers: 2, status: 'kept-both' }]);
    expect((await place.fetch('--date', '2026-02-04')).document.saved).toMatchObject([{ path, status: 'unchanged' }]);
    expect((await place.fetch('--date', '2026-02-04')).document.saved).toMatchObject([{ path, status: 'kept-both' }]);
    await place.fetch('--date', '2026-02-04');
    const names = [...place.files().keys()].filter((name) => name.startsWith('dumps/'));
    expect(names.map((name) => JSON.parse(place.files().get(name)!).length)).toEqual([3, 1, 5]);
    expect(names).toEqual(['dumps/2026-02-04.2.json', 'dumps/2026-02-04.3.json', 'dumps/2026-02-04.json']);
  });
});

describe('--since', () => {
  /** Serves each day its own list; weekends as `weekend` says. */
  const serve = (weekend: (day: string) => string): void => {
    site.play((request, response) => {
      const day = new URL(request.url!, site.url).searchParams.get('date')!;
      const free = ['2026-01-31', '2026-02-01'].includes(day);
      response.end(free ? weekend(day) : list(3, day));
    });
  };
  const daysOf = (asked: string[]) => asked.map((url) => new URL(url, site.url).searchParams.get('date'));

  it('catches up to today, weekends aside, and asks for nothing twice that cannot grow', async () => {
    const place = new Place(site);
    serve(() => '[]');
    const first = await place.fetch('--since', '2026-01-29');
    expect(first.code).toBe(0);
    expect(first.document.saved.map(({ date }) => date?.slice(5))).toEqual([
      '01-29',
      '01-30',
      '02-02',
      '02-03',
      '02-04',
      '02-05',
      '02-06',
    ]);
    expect(first.codes).toEqual(['fetch-empty', 'fetch-empty']);
    const files = place.files();
    const again = await place.fetch('--since', '2026-01-29');
    expect(daysOf(again.asked)).toEqual(['2026-02-06']);
    expect(place.files()).toEqual(files);
  });

  it('Friday’s list shown on a weekend is no list of the weekend', async () => {
    const place = new Place(site);
    serve(() => list(3, '2026-01-30'));
    const { code, codes, document } = await place.fetch('--since', '2026-01-30');
    expect([code, codes]).toEqual([0, ['fetch-empty', 'fetch-empty']]);
    expect(document.saved.map(({ date }) => date)).not.toContain('2026-01-31');
  });

  it('without a memory asks again for the last days only', async () => {
    const place = new Place(site);
    for (const day of ['2026-02-02', '2026-02-03', '2026-02-04']) place.put(`${day}.json`, list(3, day));
    serve(() => '[]');
    const { asked, document } = await place.fetch('--since', '2026-02-02');
    expect(daysOf(asked)).toEqual(['2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06']);
    expect(document.saved.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'saved', 'saved']);
  });

  it('goes on after a day that the site does not have, and stops when the site is unwell', async () => {
    const place = new Place(site);
    site.play(status(400), answer(list(2, '2026-02-03')), status(500));
    const { code, codes, asked, document } = await place.fetch('--since', '2026-02-02');
    expect([code, codes]).toEqual([3, ['fetch-status', 'fetch-status']]);
    expect(document.saved.map(({ date }) => date)).toEqual(['2026-02-03']);
    expect(asked).toHaveLength(3);
    expect(document.diagnostics[1]!.hint).toContain('2 more lists');
  });

  it('does not ask for a year of days at an address that has none', async () => {
    site.play(status(404));
    expect((await new Place(site).fetch('--since', '2025-09-01')).asked).toHaveLength(3);
  });

  it.each(['2026-02-07', '2024-01-01', 'yesterday'])('%s is refused', async (day) => {
    expect(await new Place(site).fetch('--since', day)).toMatchObject({ code: 2, codes: ['usage'], asked: [] });
  });
});

describe('arguments', () => {
  it.each([
    ['--week', '2026-5'],
    ['--month', '2026-13'],
    ['--query', ' '],
    ['--timeout', '0'],
    ['--retries', 'many'],
    ['--pause', '-1'],
    ['--to', 'elsewhere'],
  ])('%s %j is refused', async (flag, value) => {
    expect(await new Place(site).fetch(flag, value)).toMatchObject({ code: 2, codes: ['usage'], asked: [] });
  });

  it.each(['nonsense', 'ftp://127.0.0.1', 'https://user:secret@127.0.0.1', 'https://127.0.0.1/?x=1'])(
    '--base-url %s is refused, and not repeated',
    async (url) => {
      const { code, printed, shown } = await cli('fetch', '--to', new Place(site).dumps, '--base-url', url);
      expect([code, printed]).toEqual([2, '']);
      expect(shown).toContain('[setting-invalid]');
      expect(shown).not.toContain('secret');
    },
  );

  it('a folder that cannot be one is an error of the folder, not ours', async () => {
    const place = new Place(site).put('file', 'x');
    site.play(answer(list(1)));
    const flags = ['--base-url', site.url, '--allow-private', '--date', '2026-02-04'];
    const { code, shown } = await cli('fetch', '--to', join(place.dumps, 'file'), ...flags);
    expect([code, shown]).toEqual([5, expect.stringContaining('[dump-unwritable]')]);
  });

  it('people are told what was saved', async () => {
    const { dumps } = new Place(site);
    site.play(answer(list(1)));
    const flags = ['--to', dumps, '--base-url', site.url, '--allow-private', '--date', '2026-02-04'];
    expect((await cli('fetch', ...flags)).printed).toBe(
      `${join(dumps, '2026-02-04.json')}: 1 paper, saved\nfresh: 1 dump saved with 1 paper\n`,
    );
  });
});
