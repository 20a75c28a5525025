import { describe, expect, expectTypeOf, it } from 'vitest';
import { runDocument } from '../../src/cli/documents.ts';
import type { DigestStatus, VerdictKind } from '../../src/model/index.ts';
import { nobody, type Ran } from '../../src/pipeline/nobody.ts';
import { dump, Installation, subscriber } from './harness.ts';
import { cases } from './nobody-cases.ts';

const report = (digests: Ran['digests'], verdict: Ran['verdict'] = null): Ran => ({ verdict, editions: [], digests });

describe('why nobody was mailed', () => {
  it.each(cases)('$name', async ({ run, sentence }) => {
    const { report: found, asked } = await run(new Installation());
    expect(nobody(found, asked)).toBe(sentence);
    expect(sentence).not.toMatch(/@|alpha|gamma/);
    // The document of a run says less of each digest, but never nothing.
    expect(nobody(runDocument(found), asked)).toMatch(/^Nobody (?:was|is known to have been) mailed.+\.$/);
  });

  it('says nothing when somebody was', async () => {
    const here = new Installation();
    const subscriptions = [subscriber('ada'), subscriber('ben', { paused: true })];
    const sent = await here.run([dump('2026-03-02', 'One alpha')], { send: true, subscriptions });
    expect(nobody(sent, { send: true })).toBeNull();
  });

  it('an empty document has a reason too', () => {
    expect(nobody(report([]), { send: true })).toBe('Nobody was mailed: there are no subscriptions.');
  });

  it('a run that said it is taken at its word', () => {
    const diagnostics = [{ code: 'nobody-mailed', message: 'Nobody was mailed: as said.' }];
    expect(nobody({ ...report([]), diagnostics }, { send: true })).toBe('Nobody was mailed: as said.');
  });

  // The compiler holds these lists against the types, so a new status or verdict without a sentence fails here.
  const statuses = [
    ...(['preview', 'empty', 'not-due', 'no-address', 'waiting', 'unread', 'sent'] as const),
    ...(['deferred', 'failed', 'in-doubt'] as const),
  ] as const;
  const verdicts = ['fresh', 'quiet', 'stale', 'partial', 'broken'] as const;

  it.each(statuses.filter((status) => status !== 'sent'))('has words for %s, with and without a detail', (status) => {
    expectTypeOf<(typeof statuses)[number]>().toEqualTypeOf<DigestStatus>();
    for (const detail of [null, 'something', 'a detail with ada@reader.example in it']) {
      const one = nobody(report([{ subscription: 'ada', status, detail }]), { send: true })!;
      expect(one).toMatch(/^Nobody .*\bada\b.{5,}\.$/);
      expect(one).not.toMatch(/undefined|null|@/);
      const ids = ['a', 'b', 'c', 'd', 'e'];
      const many = nobody(report(ids.map((subscription) => ({ subscription, status, detail }))), { send: true })!;
      expect(many).toMatch(/5 subscriptions/);
    }
  });

  it.each(verdicts)('has words for %s', (kind) => {
    expectTypeOf<(typeof verdicts)[number]>().toEqualTypeOf<VerdictKind>();
    const digests = [{ subscription: 'ada', status: 'empty' as const }];
    const told = nobody(report(digests, { kind, reason: 'a reason' }), { send: true })!;
    expect(told).toMatch(/^Nobody was mailed: .{6,}; ada has nothing new that matches\.$/);
    if (kind !== 'fresh') expect(told).toContain('a reason');
  });

  it('counts a subscription with two digests once, by the worse', () => {
    const digests = (['empty', 'failed'] as const).map((status) => ({ subscription: 'ada', status }));
    expect(nobody(report(digests), { send: true })).toBe('Nobody was mailed: ada was refused by the mail server.');
  });

  it('says of several days the first, and of several codes one', () => {
    const until = (when: string) => ({ status: 'not-due' as const, detail: `until ${when}` });
    const digests = [
      { subscription: 'ada', ...until('Monday 2026-03-09, 07:00 UTC') },
      { subscription: 'ben', ...until('Wednesday 2026-03-04, 00:00 UTC') },
    ];
    expect(nobody(report(digests), { send: true })).toBe(
      'Nobody was mailed: ada and ben are not due until Wednesday 2026-03-04, 00:00 UTC at the earliest.',
    );
    const failed = ['550 5.1.1', '552 5.2.2'].map((detail, n) => ({
      subscription: `s${n}`,
      status: 'failed' as const,
      detail,
    }));
    expect(nobody(report(failed), { send: true })).toMatch(/\(550 5\.1\.1 and others\)/);
  });
});
