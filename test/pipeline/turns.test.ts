import { afterEach, describe, expect, test } from 'vitest';
import { createSmtp } from '../../src/deliver/smtp/channel.ts';
import { defaultLimits } from '../../src/deliver/smtp/limits.ts';
import { type Phase, Sink } from '../faults/sink.ts';
import { dump, Installation, subscriber } from './harness.ts';

// Many messages wait for few connections. What happens meanwhile must reach those that wait.
const subscriptions = Array.from({ length: 80 }, (_, n) => subscriber(`s${n}`));
const connections = 3;
const sources = [dump('2026-03-02', 'One alpha')];

let sink: Sink | null = null;
afterEach(async () => {
  await sink?.stop();
});

async function installation(fault: (phase: Phase) => string | null | undefined) {
  sink = await Sink.start({ fault });
  const here = new Installation();
  here.channel = createSmtp({ server: sink.server_, limits: { ...defaultLimits, connections }, signer: null });
  return { here, sink };
}

const count = (statuses: readonly { status: string }[], status: string): number =>
  statuses.filter((each) => each.status === status).length;

describe('while many wait for a connection', () => {
  test.each(['554 5.7.1 relay access denied', '550 5.1.1 unknown'])(
    'a relay that refuses everybody (%s) costs few of them their digest',
    async (reply) => {
      let taken = 0;
      const { here } = await installation((phase) => {
        if (phase === 'dot') taken++;
        return phase === 'RCPT' && taken >= 20 ? reply : undefined;
      });
      const { digests } = await here.run(sources, { send: true, subscriptions });
      expect(count(digests, 'sent')).toBeGreaterThanOrEqual(20);
      expect(count(digests, 'failed')).toBeGreaterThanOrEqual(5);
      expect(count(digests, 'failed')).toBeLessThan(5 + 2 * connections);
    },
  );

  test('a message that ended is on record before the next one takes its place', async () => {
    const { here } = await installation(() => undefined);
    await here.run(sources, { send: true, subscriptions });
    let open = 0;
    let most = 0;
    for (const line of here.files().get('state/ledger.jsonl')!.trimEnd().split('\n')) {
      if (line.includes('"type":"attempt"')) open++;
      if (line.includes('"type":"sent"')) open--;
      most = Math.max(most, open);
    }
    expect(open).toBe(0);
    // Wherever it is killed, no more is in doubt than there are connections.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(connections);
  });

  test('a run that is asked to stop ends with those that are under way', async () => {
    let taken = 0;
    const { here, sink: server } = await installation((phase) => {
      if (phase === 'dot' && ++taken === 20) here.stop.abort();
      return undefined;
    });
    const { digests } = await here.run(sources, { send: true, subscriptions });
    expect(server.count).toBeLessThan(20 + connections);
    expect(count(digests, 'sent')).toBe(server.count);
    expect(digests.find(({ status }) => status === 'deferred')?.detail).toContain('stopped');
  });

  test('a server that is busy is left alone while the run pauses', async () => {
    let refusals = 0;
    let taken = 0;
    const { here } = await installation((phase) => {
      if (phase === 'dot') taken++;
      return phase === 'MAIL' && taken >= 20 && ++refusals > 0 ? '451 4.3.2 busy' : undefined;
    });
    const { digests } = await here.run(sources, { send: true, subscriptions });
    // Once, and after each of three pauses, by as many as there are connections, and by who had begun.
    expect(refusals).toBeGreaterThanOrEqual(4);
    expect(refusals).toBeLessThan(4 * 2 * connections);
    expect(count(digests, 'failed')).toBe(0);
    expect(digests.filter(({ detail }) => detail?.includes('451')).length).toBeGreaterThan(0);
  });
});

test('a wait that was set by a clock that was ahead silences nobody', async () => {
  const here = new Installation();
  here.answer = () => ({ state: 'deferred', detail: '450', serverWide: false });
  for (const hour of ['08', '09']) await here.run(sources, { send: true, now: `2036-03-02T${hour}:00:00Z` });
  here.answer = () => ({ state: 'sent', detail: '250', serverWide: false });
  const { digests } = await here.run([], { send: true, now: '2026-03-03T08:00:00Z' });
  expect(digests.map(({ status }) => status)).toEqual(['sent']);
});
