import { describe, expect, it } from 'vitest';
import { dump, Installation, subscriber } from './harness.ts';

describe('a subscriber who leaves while a run sends', () => {
  const send = { send: true, subscriptions: [subscriber('ada'), subscriber('ben')] };
  const papers = dump('2026-06-17', 'Alpha of rewards', 'Beta of trees');

  it('is asked about right before the mail goes out, and is not mailed', async () => {
    const place = new Installation();
    const asked: string[] = [];
    place.withdrawn = (id) => {
      asked.push(id);
      return id === 'ada';
    };
    const report = await place.run([papers], send);
    expect(place.mails.map(({ to }) => to.address)).toEqual(['ben@canary.example']);
    expect(asked).toContain('ada');
    expect(report.digests.find(({ subscription }) => subscription === 'ada')).toMatchObject({
      status: 'deferred',
      detail: 'has left meanwhile',
    });
  });

  it('is mailed otherwise', async () => {
    const place = new Installation();
    await place.run([papers], send);
    expect(place.mails).toHaveLength(2);
  });
});
