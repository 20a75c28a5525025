import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/server/listen.ts';
import { random as seeded } from '../random.ts';
import { type Place, place } from './support.ts';

const pairs = Number(process.env.PAPERBOY_TIMINGS ?? 2_000);

let here: Place;
let server: Listening;
let form: string;
let beat: NodeJS.Timeout;

beforeAll(async () => {
  here = await place({ serverUrl: null });
  for (let n = 0; n < 50; n++) await here.member(`known${n}@example.org`);
  server = await listen(here.app, { host: '127.0.0.1', port: 0 });
  form = here.parts.forms.issue('sign-up', here.time);
  // As the command does, so that the work of known and unknown addresses falls into the time of the measurement; more often, for
  // this many requests would fill the queue between two beats, and everybody be told to come back.
  beat = setInterval(() => void here.parts.later.drain(), 100);
});
afterAll(async () => {
  clearInterval(beat);
  await server.close(0);
  here.close();
});

/** Milliseconds until the answer was there, and what it was. */
async function ask(address: string, wait = 0): Promise<{ time: number; body: string }> {
  const body = new URLSearchParams({ form, do: 'subscribe', topics: 'DPO', address });
  const begun = performance.now();
  const answer = await fetch(`${server.url}/mail/`, { method: 'POST', body });
  const text = await answer.text();
  const until = begun + wait + performance.now() - begun;
  while (performance.now() < until) {
    // A difference that is planted.
  }
  return { time: performance.now() - begun, body: text };
}

/** The probability that a value of the first list is above one of the second: 0.5 when they cannot be told apart (Mann and Whitney). */
function areaUnder(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((value) => ({ value, own: true })), ...second.map((value) => ({ value, own: false }))];
  all.sort((a, b) => a.value - b.value);
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j]!.value === all[i]!.value) j++;
    for (let k = i; k < j; k++) if (all[k]!.own) ranks += (i + 1 + j) / 2;
    i = j;
  }
  return (ranks - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}

async function measured(count: number, wait: number): Promise<{ area: number; bodies: Set<string> }> {
  const random = seeded(7);
  const known: number[] = [];
  const unknown: number[] = [];
  const bodies = new Set<string>();
  for (let n = 0; n < count; n++) {
    const turns = [
      async () => {
        const { time, body } = await ask(`known${n % 50}@example.org`, wait);
        known.push(time);
        bodies.add(body);
      },
      async () => {
        const { time, body } = await ask(`other${n % 50}@example.org`);
        unknown.push(time);
        bodies.add(body);
      },
    ];
    if (random() < 0.5) turns.reverse();
    for (const turn of turns) await turn();
  }
  return { area: areaUnder(known, unknown), bodies };
}

describe('who is known', () => {
  it(`does not show in ${pairs} pairs of answers, neither in their bytes nor in their time`, async () => {
    await measured(100, 0);
    const { area, bodies } = await measured(pairs, 0);
    process.stdout.write(`AUC ${area.toFixed(3)} over ${pairs} pairs\n`);
    expect(bodies.size).toBe(1);
    expect(area).toBeGreaterThan(0.45);
    expect(area).toBeLessThan(0.55);
  });

  it('would show if one took a millisecond longer', async () => {
    const { area } = await measured(Math.min(pairs, 500), 1);
    process.stdout.write(`AUC with a planted difference ${area.toFixed(3)}\n`);
    expect(area).toBeGreaterThan(0.6);
  });
});
