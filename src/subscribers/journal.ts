import { createHash } from 'node:crypto';
import type { KeyedAddress, StoredAddress, SubscriberEvent } from './types.ts';

const types: Record<SubscriberEvent['type'], true> = {
  ...{ subscribed: true, asked: true, confirmed: true, changed: true, paused: true, resumed: true, unsubscribed: true },
  ...{
    bounced: true,
    erased: true,
    sealed: true,
    letter: true,
    mail: true,
    answered: true,
    trouble: true,
    key: true,
    snapshot: true,
  },
};

/**
 * The events of one decision as one line, so that they are on disk together or not at all: a JSON document whose last
 * key is a checksum, the first 8 hex digits of the SHA-256 of the line without it. No newline at the end.
 * @throws Error when something that is no sealed address stands where one belongs.
 */
export function formatEvents(events: readonly SubscriberEvent[]): string {
  for (const event of events) assertSealed(event);
  const body = JSON.stringify({ events });
  return `${body.slice(0, -1)},"sum":"${sum(body)}"}`;
}

/** Reads one line back; `null` when its checksum does not match or it holds an event that this version does not know. */
export function parseEvents(line: string): SubscriberEvent[] | null {
  const parts = /^(\{.*),"sum":"([0-9a-f]{8})"\}$/.exec(line);
  if (parts === null || sum(`${parts[1]}}`) !== parts[2]) return null;
  try {
    const { events } = JSON.parse(`${parts[1]}}`) as { events: SubscriberEvent[] };
    return events.every(({ type }) => Object.hasOwn(types, type)) ? events : null;
  } catch {
    return null;
  }
}

const sum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** The last guard: what goes into git is sealed or a keyed hash, whatever came before. */
function assertSealed(event: SubscriberEvent): void {
  const holder = event.type === 'snapshot' ? event.subscriber : event;
  const address: StoredAddress | null = 'address' in holder ? holder.address : null;
  const who: KeyedAddress | null = 'who' in holder ? holder.who : null;
  const box = address?.kind === 'sealed' ? address.box : 'a';
  const name = address?.kind === 'env' ? address.name : 'a';
  if (!/^[A-Za-z0-9_-]+$/.test(box) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new Error('an address is not sealed');
  if (who !== null && !/^[0-9a-f]{8} [0-9a-f]{32}$/.test(`${who.keyId} ${who.hash}`)) {
    throw new Error('an address is not hashed');
  }
}
