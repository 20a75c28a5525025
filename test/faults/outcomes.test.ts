import { afterEach, describe, expect, it } from 'vitest';
import { createSmtp } from '../../src/deliver/smtp/channel.ts';
import { defaultLimits } from '../../src/deliver/smtp/limits.ts';
import { envelope } from '../deliver/support.ts';
import { type Fault, type Phase, Sink } from './sink.ts';

const sinks: Sink[] = [];
afterEach(async () => {
  for (const sink of sinks.splice(0)) await sink.stop();
});

const quick = { ...defaultLimits, connections: 1, connect: 500, greeting: 250, silence: 250, message: 5_000 };

/** Sends one message to a server with a fault. @returns the outcome, and what was known when. */
async function send(phase: Phase, fault: Fault | undefined, pipelining = false) {
  const sink = await Sink.start({ pipelining, auth: true, fault: (at) => (at === phase ? fault : undefined) });
  sinks.push(sink);
  const server = { ...sink.server_, user: 'me', password: { reveal: () => 'secret' } };
  const channel = createSmtp({ server, limits: quick, signer: null });
  await channel.open();
  let begun = 0;
  let takenBefore = -1;
  // Long enough for several pieces, so that a cut in the middle is one.
  const letter = envelope({ text: 'a long line of text\n'.repeat(phase === 'body' ? 200_000 : 100) });
  const outcome = await channel.send(letter, async () => {
    begun++;
    takenBefore = sink.count;
  });
  await channel.close();
  return { ...outcome, begun, takenBefore, taken: sink.count };
}

/** The table of docs/sending.md: phase, fault, state, whether the whole server is at fault, whether it was attempted. */
const table: [Phase, Fault, string, boolean, boolean, boolean?][] = [
  ...(['greeting', 'EHLO', 'AUTH'] as const).flatMap((phase): [Phase, Fault, string, boolean, boolean][] => [
    [phase, '421 4.3.2 later', 'deferred', true, false],
    [phase, '454 4.7.0 later', 'deferred', true, false],
    [phase, '554 5.7.1 no', 'deferred', true, false],
    [phase, null, 'deferred', true, false],
    [phase, '', 'deferred', true, false],
    [phase, 'what?', 'deferred', true, false],
  ]),
  ['AUTH', '535 5.7.8 wrong password', 'deferred', true, false],
  ...(['MAIL', 'DATA'] as const).flatMap((phase): [Phase, Fault, string, boolean, boolean][] => [
    [phase, '421 4.3.2 later', 'deferred', true, true],
    [phase, '451 4.7.1 later', 'deferred', true, true],
    [phase, '550 5.7.1 no', 'deferred', true, true],
    [phase, null, 'deferred', true, true],
    [phase, '', 'deferred', true, true],
  ]),
  ['RCPT', '421 4.3.2 later', 'deferred', true, true],
  ['RCPT', '450 4.2.1 busy', 'deferred', false, true],
  ['RCPT', '452 4.2.2 full', 'deferred', false, true],
  ['RCPT', '550 5.1.1 unknown', 'failed', false, true, true],
  ['RCPT', '550 unknown', 'failed', false, true, true],
  ['RCPT', '553 5.1.3 bad address', 'failed', false, true, true],
  ['RCPT', '550 5.2.1 disabled', 'failed', false, true, true],
  ['RCPT', '552 5.2.2 full', 'failed', false, true, false],
  ['RCPT', '554 5.7.1 client is listed', 'failed', false, true, false],
  ['RCPT', '550 5.1.8 sender unknown', 'failed', false, true, false],
  ['RCPT', '530 5.7.0 log in first', 'deferred', true, true],
  ['RCPT', null, 'deferred', true, true],
  ['RCPT', '', 'deferred', true, true],
  ['body', null, 'deferred', true, true],
  ['dot', '421 4.3.2 later', 'deferred', true, true],
  ['dot', '451 4.3.0 disk full', 'deferred', false, true],
  ['dot', '554 5.7.1 looks like spam', 'failed', true, true, false],
  ['dot', null, 'in-doubt', true, true],
  ['dot', '', 'in-doubt', true, true],
  ['dot', 'what?', 'in-doubt', true, true],
  ['dot', '250 2.0.0 taken', 'sent', false, true],
];

describe.each([false, true])('every fault has its outcome (pipelining: %s)', (pipelining) => {
  it.each(table)('at %s, %j: %s (server-wide: %s, attempted: %s, bounce: %s)', async (...row) => {
    const [phase, fault, state, serverWide, attempted, bounce] = row;
    const outcome = await send(phase, fault, pipelining);
    expect(outcome).toMatchObject({ state, serverWide });
    expect(outcome.begun > 0).toBe(attempted);
    expect(outcome.bounce ?? false).toBe(bounce ?? false);
    expect(outcome.detail).not.toMatch(/@|^$/);
    // Nothing is taken before the attempt is on record, and what is taken is sent, refused in words, or in doubt.
    if (attempted) expect(outcome.takenBefore).toBe(0);
    if (outcome.taken > 0) expect(phase).toBe('dot');
  });
});

it('nobody there, and no such name: deferred, for the whole server, and not attempted', async () => {
  const sink = await Sink.start();
  await sink.stop();
  for (const host of ['127.0.0.1', 'no-such-host.invalid']) {
    const server = { ...sink.server_, host };
    const channel = createSmtp({ server, limits: quick, signer: null });
    await channel.open();
    let begun = 0;
    const outcome = await channel.send(envelope(), async () => {
      begun++;
    });
    await channel.close();
    expect(outcome).toMatchObject({ state: 'deferred', serverWide: true });
    expect(begun).toBe(0);
  }
});

it('a server without a fault takes the message: the faults above are those of the sink', async () => {
  expect(await send('done', undefined)).toMatchObject({ state: 'sent', begun: 1, taken: 1 });
  expect(await send('done', undefined, true)).toMatchObject({ state: 'sent', begun: 1, taken: 1 });
});

it('of several recipients on one connection only the refused one fails', async () => {
  for (const pipelining of [false, true]) {
    const fault = (at: Phase, to: string) => (at === 'RCPT' && to.startsWith('gone') ? '550 5.1.1 unknown' : undefined);
    const sink = await Sink.start({ pipelining, fault });
    sinks.push(sink);
    const channel = createSmtp({ server: sink.server_, limits: quick, signer: null });
    await channel.open();
    const states: string[] = [];
    for (const name of ['ada', 'gone1', 'ben', 'gone2', 'gone3', 'chi']) {
      const to = { address: `${name}@reader.example`, name: null };
      states.push((await channel.send(envelope({ to }), async () => {})).state);
    }
    await channel.close();
    expect(states).toEqual(['sent', 'failed', 'sent', 'failed', 'failed', 'sent']);
    expect(sink.taken.map(({ to }) => to[0]!.split('@')[0])).toEqual(['ada', 'ben', 'chi']);
    expect(sink.connections).toBe(1);
  }
});

it('a rate is kept', async () => {
  const sink = await Sink.start();
  sinks.push(sink);
  const limits = { ...quick, connections: 5, perSecond: 50 };
  const channel = createSmtp({ server: sink.server_, limits, signer: null });
  await channel.open();
  const start = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => channel.send(envelope(), async () => {})));
  await channel.close();
  // Ten gaps of 20 ms: a lower bound, so that a slow machine fails nothing.
  expect(performance.now() - start).toBeGreaterThan(190);
  expect(sink.count).toBe(11);
});
