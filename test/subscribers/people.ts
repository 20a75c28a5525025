import { createHash } from 'node:crypto';
import type { Topic } from '../../src/model/index.ts';
import { type SubscriberKeys, subscriberKeys } from '../../src/subscribers/keys.ts';
import type { Preferences } from '../../src/subscribers/types.ts';

export const oldKey = 'the-old-key-0123456789abcdef';
export const newKey = 'the-new-key-0123456789abcdef';
export const keysOf = (text: string): SubscriberKeys => subscriberKeys(text)!;
export const keys = keysOf(newKey);
export const now = '2026-11-21T08:00:00Z';

const topic = (...any: string[]): Topic => ({ name: any[0] ?? 'x', any, all: [], none: [], query: null });
export const preferences = (...any: string[]): Preferences => ({
  topics: [topic(...any)],
  cadence: 'daily',
  locale: 'en',
});

/** Bytes that are the same in each run of a test, and different at each call. */
export function dice(seed = 'dice'): (bytes: number) => Uint8Array {
  let calls = 0;
  return (bytes) => createHash('sha512').update(`${seed} ${calls++}`).digest().subarray(0, bytes);
}
