import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cli, Place } from '../fetch/place.ts';
import {
  answer,
  cut,
  cutChunks,
  endless,
  hangUp,
  htmlPage,
  list,
  loginPage,
  rateLimitPage,
  redirect,
  Site,
  silence,
  slow,
  status,
} from '../fetch/site.ts';

const site = await Site.open();

describe('faults change no dump and nothing under out/', () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20), { level: 9 });
  const html = (page: string) => answer(page, { 'content-type': 'text/html' });
  const cases: [string, Parameters<Site['play']>, string[], number, string][] = [
    ['a future date', [status(400)], [], 3, 'fetch-status'],
    ['no such page', [status(404)], [], 3, 'fetch-status'],
    [
      '429, later than the deadline',
      [status(429, { 'retry-after': '3600' })],
      ['--retries', '3'],
      3,
      'fetch-rate-limited',
    ],
    ['500', [status(500)], [], 3, 'fetch-status'],
    ['a redirect to a private address', [redirect('http://127.0.0.2/')], [], 3, 'fetch-private-address'],
    ['a redirect loop', [redirect('/loop')], [], 3, 'fetch-redirects'],
    ['silence', [silence], ['--timeout', '0.1'], 3, 'fetch-timeout'],
    ['a slow body', [slow], ['--timeout', '0.1'], 3, 'fetch-timeout'],
    ['an endless body', [endless], [], 3, 'fetch-too-large'],
    ['a gzip bomb', [answer(bomb, { 'content-encoding': 'gzip' })], [], 3, 'fetch-too-large'],
    ['a cut body', [cut(list(9).slice(0, 500))], [], 3, 'fetch-cut'],
    ['a cut chunked body', [cutChunks(list(9).slice(0, 500))], [], 3, 'fetch-cut'],
    ['a body that was cut before it was sent', [answer(list(9).slice(0, 500))], [], 3, 'fetch-cut'],
    ['a body that is damaged in its middle', [answer(list(9).replace(',"title"', '"title"'))], [], 3, 'fetch-unusable'],
    ['a closed connection', [hangUp], [], 3, 'fetch-refused'],
    ['the login page', [html(loginPage)], [], 3, 'fetch-unusable'],
    ['the rate-limit page', [html(rateLimitPage)], [], 3, 'fetch-unusable'],
    ['the login page, as HTML', [html(loginPage)], ['--from', 'html'], 3, 'fetch-unusable'],
    ['the rate-limit page, as HTML', [html(rateLimitPage)], ['--from', 'html'], 3, 'fetch-unusable'],
    [
      'a page that ends inside its data',
      [html(htmlPage(9).slice(0, htmlPage(9).length / 2))],
      ['--from', 'html'],
      3,
      'fetch-cut',
    ],
    ['JSON where a page was asked for', [answer(list(9))], ['--from', 'html'], 3, 'fetch-unusable'],
    ['a page where JSON was asked for', [html(htmlPage(9))], [], 3, 'fetch-unusable'],
    ['a line of text', [answer('Too many requests')], [], 3, 'fetch-unusable'],
    ['an error object', [answer('{"error":"Invalid date"}')], [], 3, 'fetch-unusable'],
    ['nothing at all', [answer('')], [], 3, 'fetch-unusable'],
    ['an empty list', [answer('[]')], [], 0, 'fetch-empty'],
    ['a host that is private', [answer(list(9))], ['--no-allow-private'], 3, 'fetch-private-address'],
    ['http elsewhere', [answer(list(9))], ['--base-url', 'http://example.org'], 2, 'setting-invalid'],
    ['two lists at once', [answer(list(9))], ['--week', '2026-W05'], 2, 'usage'],
    ['no such day', [answer(list(9))], ['--date', '2026-02-30'], 2, 'usage'],
  ];

  it.each(cases)('%s', async (_, handlers, args, exitCode, code) => {
    for (const place of [
      new Place(site).put('2026-02-04.json', list(5)).put('2026-02-04.html', loginPage),
      new Place(site),
    ]) {
      const before = place.files();
      site.play(...handlers);
      const result = await place.fetch(...(args.includes('--date') ? [] : ['--date', '2026-02-04']), ...args);
      expect([result.code, result.codes]).toEqual([exitCode, [code]]);
      expect(result.document.saved).toEqual([]);
      if (exitCode !== 2) expect(result.document.verdict.kind).toBe(exitCode === 3 ? 'broken' : 'quiet');
      expect(result.document.verdict.reason).toMatch(/\S/);
      expect(place.files()).toEqual(before);
    }
  });

  it('positive control: with a list, the same harness sees a dump', async () => {
    const place = new Place(site);
    const before = place.files();
    site.play(answer(list(9)));
    expect(await place.fetch('--date', '2026-02-04')).toMatchObject({ code: 0, codes: [], document: { saved: [{}] } });
    expect(place.files()).not.toEqual(before);
  });

  it('what is no list lies in quarantine, where no run reads it', async () => {
    const place = new Place(site);
    site.play(answer(rateLimitPage));
    const { document } = await place.fetch('--date', '2026-02-04');
    const path = join(place.dumps, '.paperboy', 'quarantine', '2026-02-04.json');
    expect(readFileSync(path, 'utf8')).toBe(rateLimitPage);
    expect(document.diagnostics[0]!.hint).toContain(path);
    expect(readFileSync(join(place.dumps, '.paperboy', '.gitignore'), 'utf8')).toBe('*\n');
    const { printed } = await cli('parse', place.dumps, '--json');
    expect(JSON.parse(printed).dumps).toEqual([]);
  });

  it('a memory that was damaged or edited is forgotten', async () => {
    const place = new Place(site);
    site.play(answer(list(3), { etag: '"v1"' }));
    await place.fetch('--date', '2026-02-04');
    const path = join(place.dumps, '.paperboy', 'fetched.json');
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      readFileSync(path, 'utf8').replace('"2026-02-04.json",', '"../../x.json",'),
    ]) {
      writeFileSync(path, text);
      expect((await place.fetch('--date', '2026-02-04')).document.saved).toMatchObject([{ status: 'unchanged' }]);
      expect(site.requests.at(-1)!.headers['if-none-match']).toBeUndefined();
    }
  });
});
