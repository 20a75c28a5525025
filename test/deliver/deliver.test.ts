import { describe, expect, it } from 'vitest';
import type { Channel, Outcome } from '../../src/deliver/channel.ts';
import { type Delivering, deliverDigest, type InDoubtPolicy } from '../../src/deliver/deliver.ts';
import { formatRecord, type Ledger, type LedgerRecord, replay } from '../../src/deliver/ledger.ts';
import { envelope, key, planned } from './support.ts';

class Killed extends Error {}

/** A disk, a channel and a process that can be killed before any step. What is not on the disk is gone then. */
class World {
  disk = `${formatRecord(planned())}\n`;
  steps: string[] = [];
  /** Message-IDs that reached the other side. */
  arrived: string[] = [];
  ledger: Ledger;
  outcome: Outcome = { state: 'sent', detail: '250', serverWide: false };

  constructor() {
    this.ledger = replay(this.disk, 'ledger.jsonl');
  }

  /** One run: replays the disk, delivers, and is killed before step `kill`. */
  async run(kill = Number.POSITIVE_INFINITY, inDoubt: InDoubtPolicy = 'resend'): Promise<Outcome | null> {
    let steps = 0;
    const step = (name: string) => {
      steps += 1;
      if (steps >= kill) throw new Killed();
      this.steps.push(name);
    };
    this.ledger = replay(this.disk, 'ledger.jsonl');
    const channel: Channel = {
      open: async () => {},
      close: async () => {},
      send: async (mail, begin) => {
        step('connect');
        await begin();
        step('data');
        this.arrived.push(mail.message.messageKey);
        step('reply');
        return this.outcome;
      },
    };
    const append = async (record: LedgerRecord) => {
      step(`write ${record.type}`);
      this.disk += `${formatRecord(record)}\n`;
      step(`fsynced ${record.type}`);
    };
    try {
      return await deliverDigest({
        key,
        envelope: envelope(),
        channel,
        ledger: this.ledger,
        append,
        now: () => at,
        inDoubt,
      });
    } catch (error) {
      if (error instanceof Killed) return null;
      throw error;
    }
  }
}

const at = '2026-06-18T06:00:00Z';
const allSteps = ['connect', 'write attempt', 'fsynced attempt', 'data', 'reply', 'write sent', 'fsynced sent'];

describe('deliverDigest', () => {
  it('has the attempt on disk before the first byte goes out, and the outcome after the reply', async () => {
    const world = new World();
    expect(await world.run()).toMatchObject({ state: 'sent' });
    expect(world.steps).toEqual(allSteps);
    expect(world.ledger.get(key)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(replay(world.disk, 'x').get(key)).toEqual(world.ledger.get(key));
  });

  it('does nothing about what has ended', async () => {
    const world = new World();
    await world.run();
    expect(await world.run()).toMatchObject({ state: 'sent', detail: 'ended before' });
    expect(world.arrived).toHaveLength(1);
  });

  it.each(allSteps.map((name, index) => [name, index + 1] as const))(
    'killed before "%s": the next run neither loses it nor repeats it unrecorded',
    async (_, kill) => {
      const world = new World();
      expect(await world.run(kill)).toBeNull();
      const before = world.arrived.length;
      const inDoubt = replay(world.disk, 'x').get(key)?.state === 'in-doubt';
      // Nothing arrives without an attempt on disk.
      if (before > 0) expect(world.disk).toContain('"type":"attempt"');
      await world.run();
      expect(replay(world.disk, 'x').get(key)?.state).toBe('sent');
      expect(world.arrived.length).toBeGreaterThanOrEqual(1);
      expect(new Set(world.arrived)).toEqual(new Set([key]));
      // A repetition only where the ledger said "in doubt".
      if (world.arrived.length > 1) expect(inDoubt).toBe(true);
    },
  );

  it('with "skip" it is at most once: what is in doubt is given up, on record', async () => {
    for (let kill = 1; kill <= allSteps.length; kill += 1) {
      const world = new World();
      await world.run(kill, 'skip');
      await world.run(undefined, 'skip');
      await world.run(undefined, 'resend');
      expect(world.arrived.length).toBeLessThanOrEqual(1);
      expect(replay(world.disk, 'x').open).toEqual([]);
    }
  });

  it('a deferred or doubtful digest stays open with its number of attempts, a refused one does not', async () => {
    const world = new World();
    world.outcome = { state: 'deferred', detail: 'ECONNECTION CONN', serverWide: true };
    expect(await world.run()).toBe(world.outcome);
    world.outcome = { state: 'in-doubt', detail: 'ECONNECTION', serverWide: true };
    await world.run();
    expect(replay(world.disk, 'x').open).toMatchObject([{ state: 'in-doubt', attempts: 2 }]);
    world.outcome = { state: 'failed', detail: 'EENVELOPE 550', serverWide: false };
    await world.run();
    expect(replay(world.disk, 'x').open).toEqual([]);
    expect(world.arrived).toEqual([key, key, key]);
  });

  it('leaves no trace of a fault before there was anybody to send to', async () => {
    const world = new World();
    const before = world.disk;
    const outcome: Outcome = { state: 'deferred', detail: 'ECONNECTION CONN', serverWide: true };
    const delivering: Delivering = {
      ...{ key, envelope: envelope(), ledger: world.ledger, now: () => at },
      channel: { open: async () => {}, close: async () => {}, send: async () => outcome },
      append: () => Promise.reject(new Error('written')),
    };
    expect(await deliverDigest(delivering)).toBe(outcome);
    expect(world.disk).toBe(before);
    expect(world.ledger.get(key)).toMatchObject({ state: 'planned', attempts: 0 });
  });

  it('asks once more whether the recipient may be mailed, right before the attempt', async () => {
    const world = new World();
    let asked = 0;
    const delivering: Delivering = {
      ...{ key, envelope: envelope(), ledger: world.ledger, now: () => at },
      channel: {
        open: async () => {},
        close: async () => {},
        send: async (_, begin) => begin().then(() => Promise.reject(new Error('sent'))),
      },
      append: () => Promise.reject(new Error('written')),
      forbidden: () => (++asked > 0 ? 'suppressed' : null),
    };
    expect(await deliverDigest(delivering)).toMatchObject({ state: 'deferred', detail: 'suppressed' });
    expect(asked).toBe(1);
  });

  it.each<[Outcome, number, string | undefined]>([
    [{ state: 'deferred', detail: '450', serverWide: false }, 0, at],
    [{ state: 'deferred', detail: '450', serverWide: false }, 2, '2026-06-18T07:00:00Z'],
    // Attempts that met a fault of the server do not lengthen its own waits.
    [{ state: 'deferred', detail: '450', serverWide: false }, -4, at],
    [{ state: 'deferred', detail: '421', serverWide: true }, -2, undefined],
  ])(
    'puts a deferred one off by how often it was, and for a fault of the server not at all: %j',
    async (outcome, n, until) => {
      const world = new World();
      for (let attempt = 1; attempt <= Math.abs(n); attempt++) {
        world.disk += `${formatRecord({ type: 'attempt', key, attempt, at })}\n`;
        const own = n > 0 ? { notBefore: at } : {};
        world.disk += `${formatRecord({ type: 'deferred', key, attempt, at, detail: '4', ...own })}\n`;
      }
      world.outcome = outcome;
      await world.run();
      expect(world.ledger.get(key)?.notBefore ?? undefined).toBe(until);
      expect(replay(world.disk, 'x').get(key)?.deferredSince ?? undefined).toBe(until === undefined ? undefined : at);
    },
  );

  it('does not send when the attempt cannot be written', async () => {
    const world = new World();
    const delivering: Delivering = {
      ...{ key, envelope: envelope(), ledger: world.ledger, now: () => at },
      channel: {
        open: async () => {},
        close: async () => {},
        send: (_, begin) => begin().then(() => Promise.reject(new Error('sent'))),
      },
      append: () => Promise.reject(new Error('ENOSPC')),
    };
    await expect(deliverDigest(delivering)).rejects.toThrow('ENOSPC');
    expect(world.ledger.get(key)).toMatchObject({ state: 'planned', attempts: 0 });
  });

  it('refuses an envelope that cannot be built before anything is recorded', async () => {
    const world = new World();
    const written: LedgerRecord[] = [];
    const delivering = (parts: Partial<Delivering>): Delivering => ({
      ...{ key, envelope: envelope(), ledger: world.ledger, now: () => at },
      channel: { open: async () => {}, close: async () => {}, send: () => Promise.reject(new Error('sent')) },
      append: async (record) => void written.push(record),
      ...parts,
    });
    const twoLines = envelope({ subject: 'a\r\nBcc: eve@x.example' });
    await expect(deliverDigest(delivering({ envelope: twoLines }))).rejects.toThrow('subject');
    const foreign = { ...envelope(), message: { ...envelope().message, messageKey: 'other' } };
    await expect(deliverDigest(delivering({ envelope: foreign }))).rejects.toThrow('key');
    await expect(deliverDigest(delivering({ key: 'unknown' }))).rejects.toThrow('not planned');
    expect(written).toEqual([]);
  });
});
