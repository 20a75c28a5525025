import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTemplates } from '../../src/cli/files.ts';
import type { Outcome } from '../../src/deliver/channel.ts';
import { formatRecord, replay } from '../../src/deliver/ledger.ts';
import type { UserError } from '../../src/diagnostic/index.ts';
import { markOf } from '../../src/pipeline/guard.ts';
import { dump, Installation, subscriber } from './harness.ts';

const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T12:00:00Z`;
const refuse = (): Outcome => ({ state: 'failed', detail: '550', serverWide: false });
const accept = (): Outcome => ({ state: 'sent', detail: '', serverWide: false });
const titlesOf = (here: Installation) =>
  here.mails.map(({ message }) => [...message.text.matchAll(/^\* (.*)$/gm)].map((found) => found[1]).sort());
const ledgerOf = (here: Installation) => join(here.out, 'state', 'ledger.jsonl');

describe('a digest that is refused for good', () => {
  test('is tried once, and its papers come with the next that has another paper', async () => {
    const here = new Installation();
    here.answer = refuse;
    const first = await here.run([dump('2026-03-02', 'One alpha')], { send: true, now: day(2) });
    expect(first.digests.map(({ status }) => status)).toEqual(['failed']);
    const ledger = readFileSync(ledgerOf(here), 'utf8');
    const before = here.files();
    expect((await here.run([], { send: true, now: day(2) })).digests.map(({ status }) => status)).toEqual(['not-due']);
    for (const n of [3, 4, 5]) {
      const report = await here.run([], { send: true, now: day(n) });
      expect(report.digests).toEqual([{ subscription: 'ada', status: 'empty', papers: 0, channel: 'smtp' }]);
      expect(report.diagnostics).toMatchObject([{ code: 'digest-refused', severity: 'info' }]);
      expect(report.written).toEqual([]);
    }
    expect(here.files()).toEqual(before);
    expect(readFileSync(ledgerOf(here), 'utf8')).toBe(ledger);
    here.answer = accept;
    await here.run([dump('2026-03-06', 'Two alpha')], { send: true, now: day(6) });
    await here.run([], { send: true, now: day(7) });
    expect(titlesOf(here)).toEqual([['One alpha', 'Two alpha']]);
  });

  test('blocks nothing that did not fit beside it', async () => {
    const here = new Installation();
    here.answer = refuse;
    const subscriptions = [subscriber('ada', { maxPapers: 2 })];
    const dumps = [dump('2026-03-02', 'One alpha', 'Two alpha', 'Three alpha')];
    await here.run(dumps, { send: true, now: day(2), subscriptions });
    here.answer = accept;
    await here.run([], { send: true, now: day(3), subscriptions });
    await here.run([], { send: true, now: day(4), subscriptions });
    expect(titlesOf(here).map((titles) => titles.length)).toEqual([1]);
  });
});

describe('an error of ours', () => {
  const subscriptions = ['ada', 'ben', 'chi'].map((id) => subscriber(id));

  test('over one digest costs only that one, and the next run tries it again', async () => {
    const here = new Installation();
    // An envelope that cannot be built: nothing is recorded as attempted.
    const fault = 'the subject of ben@canary.example is wrong';
    const report = await here.run([dump('2026-03-02', 'One alpha')], {
      send: true,
      subscriptions: subscriptions.map((one) => {
        if (one.id !== 'ben') return one;
        return Object.defineProperty({ ...one }, 'locale', {
          enumerable: true,
          get: () => {
            throw new Error(fault);
          },
        });
      }),
    });
    expect(report.digests.map(({ status }) => status)).toEqual(['sent', 'deferred', 'sent']);
    const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code: 'digest-error', message: expect.stringContaining('for ben') }]);
    expect(JSON.stringify(report)).not.toContain('canary.example');
    const again = await here.run([], { send: true, subscriptions });
    expect(again.digests.map(({ status }) => status)).toEqual(['not-due', 'sent', 'not-due']);
    expect(here.mails).toHaveLength(3);
  });

  test('in the channel leaves that one in doubt', async () => {
    const here = new Installation();
    here.answer = ({ to }) => {
      if (to.address.startsWith('ben')) throw new Error('broken');
      return accept();
    };
    const report = await here.run([dump('2026-03-02', 'One alpha')], { send: true, subscriptions });
    expect(report.digests.map(({ status }) => status)).toEqual(['sent', 'in-doubt', 'sent']);
    expect(report.diagnostics.map(({ code }) => code)).toContain('digest-error');
  });

  test('templates that nobody can be mailed with stop the run before anything is sent or planned', async () => {
    const here = new Installation();
    const run = here.run([dump('2026-03-02', 'One alpha')], { send: true, subscriptions, templates: {} });
    await expect(run).rejects.toMatchObject({ name: 'TemplateError' });
    expect([...here.files().keys()]).not.toContain('state/ledger.jsonl');
    expect(here.mails).toEqual([]);
  });

  test.each([true, false])('templates of one subscription cost that one only (send: %s)', async (send) => {
    const here = new Installation();
    const templates = { ...(await readTemplates('templates')), 'subscriptions/ada/note.hbs': '{{oops}}' };
    const report = await here.run([dump('2026-03-02', 'One alpha')], { send, subscriptions, templates });
    const done = send ? 'sent' : 'preview';
    expect(report.digests.map(({ status }) => status)).toEqual(['deferred', done, done]);
    expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'template-invalid', file: 'email/subscriptions/ada/note.hbs', message: expect.stringContaining('oops') },
    ]);
    expect(here.mails).toHaveLength(send ? 2 : 0);
    if (!send) return;
    const again = await here.run([], { send, subscriptions });
    expect(again.digests.map(({ status }) => status)).toEqual(['sent', 'not-due', 'not-due']);
  });

  test('a ledger that cannot be written stops everybody, and mail under way ends first', async () => {
    const here = new Installation();
    let planned = 0;
    here.append = async () => {
      planned++;
      return planned > 2 ? 'ENOSPC' : null;
    };
    await expect(here.run([dump('2026-03-02', 'One alpha')], { send: true, subscriptions })).rejects.toMatchObject({
      exitCode: 5,
    });
    expect(here.mails).toEqual([]);
    expect(here.closed).toBe(1);
  });
});

test('a digest of a later day is reported, does not silence anybody, and nothing is sent twice', async () => {
  const here = new Installation();
  await here.run([dump('2026-03-02', 'One alpha')], { send: true, now: '2030-01-01T00:00:00Z' });
  const quiet = await here.run([], { send: true, now: day(2) });
  expect(quiet.digests.map(({ status }) => status)).toEqual(['empty']);
  expect(quiet.diagnostics).toMatchObject([{ code: 'clock-behind', severity: 'warning' }]);
  for (const hour of ['08', '20']) {
    await here.run([dump('2026-03-03', 'Two alpha')], { send: true, now: `2026-03-03T${hour}:00:00Z` });
  }
  expect(titlesOf(here)).toEqual([['One alpha'], ['Two alpha']]);
  const then = await here.run([], { send: true, now: '2030-01-02T00:00:00Z' });
  expect(then.diagnostics).toEqual([]);
});

describe('the ledger and the archive belong together', () => {
  const started = async () => {
    const here = new Installation();
    await here.run([dump('2026-03-02', 'One alpha')], { send: true, now: day(2) });
    return here;
  };
  const refusal = (here: Installation) =>
    here.run([dump('2026-03-09', 'Nine alpha')], { send: true, now: day(9) }).then(
      () => 'ran',
      (error) => [error.diagnostics?.[0]?.code, error.exitCode],
    );

  test('a ledger of another installation, long enough and whole', async () => {
    const here = await started();
    const other = new Installation();
    await other.run([dump('2026-03-02', 'Other alpha')], { send: true, now: day(2) });
    const own = readFileSync(ledgerOf(here), 'utf8');
    const foreign = readFileSync(ledgerOf(other), 'utf8');
    expect(markOf(foreign).records).toBeGreaterThanOrEqual(markOf(own).records);
    writeFileSync(ledgerOf(here), foreign);
    const before = here.files();
    expect(await refusal(here)).toEqual(['ledger-corrupt', 5]);
    expect(here.files()).toEqual(before);
    writeFileSync(ledgerOf(here), own);
    expect(await refusal(here)).toBe('ran');
  });

  test('a ledger that has grown since, as after a killed run, is right', async () => {
    const here = await started();
    const own = readFileSync(ledgerOf(here), 'utf8');
    const [planned] = replay(own, 'x').deliveries;
    const { key } = planned!.planned;
    appendFileSync(ledgerOf(here), `${formatRecord({ type: 'attempt', key, attempt: 2, at: day(2) })}\n`);
    expect(await refusal(here)).toBe('ran');
  });

  test('an older archive: nobody is mailed an empty digest, nor twice', async () => {
    const here = new Installation();
    here.answer = () => ({ state: 'deferred', detail: '451', serverWide: false });
    await here.run([dump('2026-03-01', 'Zero alpha')], { now: day(1) });
    const old = [...here.files()].filter(([path]) => path.startsWith('state/'));
    await here.run([dump('2026-03-02', 'One alpha')], { send: true, now: day(2) });
    const ledger = readFileSync(ledgerOf(here));
    rmSync(join(here.out, 'state'), { recursive: true });
    for (const [path, text] of old) {
      mkdirSync(dirname(join(here.out, path)), { recursive: true });
      writeFileSync(join(here.out, path), text);
    }
    writeFileSync(ledgerOf(here), ledger);
    here.answer = accept;
    expect(await refusal(here)).toEqual(['state-missing', 5]);
    expect(here.mails).toEqual([]);
  });
});

describe('no archive beside the results of an earlier run', () => {
  const lost = async (more: object) => {
    const here = new Installation();
    await here.run([dump('2026-03-02', 'One alpha')], { now: day(2) });
    rmSync(join(here.out, 'state'), { recursive: true });
    return here.run([dump('2026-03-02', 'One alpha')], { now: day(3), ...more }).then(
      ({ diagnostics }) => [
        here.mails.length,
        ...diagnostics.flatMap(({ code, severity }) => (code === 'state-missing' ? [severity] : [])),
      ],
      (error) => [error.diagnostics?.[0]?.code, error.exitCode],
    );
  };
  test('is refused with --send, and said of a preview', async () => {
    expect(await lost({ send: true })).toEqual(['state-missing', 5]);
    expect(await lost({})).toEqual([0, 'warning']);
    expect(await lost({ requireState: true })).toEqual(['state-missing', 5]);
    expect(await lost({ requireState: false, send: true })).toEqual([1]);
  });
  test('--backfill takes the dumps in again and mails nobody', async () => {
    expect(await lost({ send: true, backfill: true })).toEqual([0]);
  });
  test('a mail in the outbox is enough; an empty output folder is a first run', async () => {
    const here = new Installation();
    const sources = [dump('2026-03-02', 'One alpha')];
    await here.write('mail/outbox/x.eml', 'x');
    await expect(here.run(sources, { send: true })).rejects.toMatchObject({ exitCode: 5 });
    rmSync(join(here.out, 'mail', 'outbox', 'x.eml'));
    await here.run(sources, { send: true });
    expect(here.mails).toHaveLength(1);
  });
});

test('every file of the state truncated, emptied, deleted or edited by hand: nobody is mailed, and the way out is named', async () => {
  const here = new Installation();
  await here.run([dump('2026-03-02', 'One alpha')], { send: true, now: day(2) });
  here.mails.length = 0;
  const state = [...here.files()].filter(([path]) => path.startsWith('state/'));
  expect(state.length).toBeGreaterThan(7);
  for (const [name, whole] of state) {
    const path = join(here.out, name);
    const ledger = name.endsWith('ledger.jsonl');
    // The last line of a ledger may be torn: that is how a kill leaves it. All others must be whole.
    const cut = ledger ? whole.slice(0, whole.indexOf('\n') - 9) : whole.slice(0, -9);
    for (const damage of [cut, '', null, whole.replace(/[a-z](?=[a-z]*")/, 'X')]) {
      // An empty file cannot be cut or edited.
      if (damage === whole) continue;
      if (damage === null) rmSync(path);
      else writeFileSync(path, damage);
      const refused = await here.run([dump('2026-03-03', 'Two alpha')], { send: true, now: day(3) }).then(
        () => null,
        (error: UserError) => error,
      );
      expect([name, damage?.length, refused?.exitCode]).toEqual([name, damage?.length, 5]);
      expect(refused?.diagnostics[0]?.hint).toMatch(/restore|repair/);
      expect(here.mails).toEqual([]);
      writeFileSync(path, whole);
    }
  }
  await here.run([dump('2026-03-03', 'Two alpha')], { send: true, now: day(3) });
  expect(here.mails).toHaveLength(1);
});
