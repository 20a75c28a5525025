import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatRecord, type LedgerRecord, replay } from '../../src/deliver/ledger.ts';
import { UserError } from '../../src/diagnostic/index.ts';
import { type Disk, disk, type Log } from '../../src/store/disk.ts';
import { fileLedger } from '../../src/store/ledger.ts';
import { planned } from '../deliver/support.ts';
import { dump, Installation, subscriber } from '../pipeline/harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-disk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const codes = ['ENOSPC', 'EIO', 'EACCES'] as const;
type Writing = Exclude<keyof Disk, 'openLog'> | 'openLog' | `log.${Exclude<keyof Log, 'size' | 'read' | 'close'>}`;

/** A disk that fails at the n-th call of a kind, or counts them. A write that fails has written half of it. */
function failing(at: Writing | null, code: string, nth = 1): { on: Disk; calls: Map<Writing, number> } {
  const calls = new Map<Writing, number>();
  const check = (kind: Writing): void => {
    const count = (calls.get(kind) ?? 0) + 1;
    calls.set(kind, count);
    if (kind === at && count === nth) throw Object.assign(new Error(`${code}: injected`), { code });
  };
  const on: Disk = {
    makeFolder: async (path) => {
      check('makeFolder');
      await disk.makeFolder(path);
    },
    write: async (path, bytes) => {
      check('write');
      await disk.write(path, bytes);
    },
    sync: async (path) => {
      check('sync');
      await disk.sync(path);
    },
    rename: async (from, to) => {
      check('rename');
      await disk.rename(from, to);
    },
    remove: async (path) => {
      check('remove');
      await disk.remove(path);
    },
    openLog: async (path) => {
      check('openLog');
      const log = await disk.openLog(path);
      return {
        ...log,
        write: async (bytes) => {
          try {
            check('log.write');
          } catch (error) {
            await log.write(bytes.subarray(0, bytes.length >> 1));
            throw error;
          }
          await log.write(bytes);
        },
        sync: async () => {
          check('log.sync');
          await log.sync();
        },
        truncate: async (size) => {
          check('log.truncate');
          await log.truncate(size);
        },
      };
    },
  };
  return { on, calls };
}

const { key } = planned();
const at = '2026-06-18T06:00:00Z';
const lines: LedgerRecord[] = [
  planned(),
  { type: 'attempt', key, attempt: 1, at },
  { type: 'sent', key, attempt: 1, at, detail: '250' },
];

/** Every kind of call that an append or a replacement makes. */
const kinds: Writing[] = ['makeFolder', 'openLog', 'sync', 'log.write', 'log.sync'];

describe.each(codes)('%s while the ledger is written', (code) => {
  it.each(kinds)('at %s: the append is refused, what was there stays, and the next one goes on', async (kind) => {
    const path = join(folder, code, kind, 'ledger.jsonl');
    const { on } = failing(kind, code);
    const ledger = fileLedger(path, on);
    const refused = await ledger.append(formatRecord(lines[0]!)).catch((error) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ exitCode: 5, diagnostics: [{ code: 'state-unwritable' }] });
    expect(await ledger.read()).toBe('');
    for (const line of lines) await ledger.append(formatRecord(line));
    expect(replay(await ledger.read(), path).get(key)?.state).toBe('sent');
  });

  it('in a batch nobody is told that it is on disk, and it is not', async () => {
    const path = join(folder, code, 'batch', 'ledger.jsonl');
    const { on } = failing('log.sync', code, 2);
    const ledger = fileLedger(path, on);
    await ledger.append(formatRecord(lines[0]!));
    const results = await Promise.allSettled([1, 2, 3].map(() => ledger.append(formatRecord(lines[1]!))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await ledger.read()).toBe(`${formatRecord(lines[0]!)}\n`);
  });

  it.each(['remove', 'write', 'sync', 'rename'] as const)(
    'at %s of a replacement: the old one is whole',
    async (kind) => {
      const path = join(folder, code, `replace-${kind}`, 'ledger.jsonl');
      const old = `${formatRecord(lines[0]!)}\n`;
      await fileLedger(path, disk).append(formatRecord(lines[0]!));
      const refused = await fileLedger(path, failing(kind, code).on)
        .replace('new\n')
        .catch((error) => error);
      expect(refused).toMatchObject({ exitCode: 5 });
      expect(readFileSync(path, 'utf8')).toBe(old);
    },
  );

  it('a torn line that cannot be cut off stops the append', async () => {
    const path = join(folder, code, 'torn', 'ledger.jsonl');
    await fileLedger(path, disk).append(formatRecord(lines[0]!));
    const torn = `${readFileSync(path, 'utf8')}{"type":"att`;
    writeFileSync(path, torn);
    await expect(fileLedger(path, failing('log.truncate', code).on).append('x')).rejects.toMatchObject({ exitCode: 5 });
    expect(readFileSync(path, 'utf8')).toBe(torn);
    expect(replay(torn, path).diagnostics).toMatchObject([{ code: 'ledger-torn' }]);
  });

  it('at any append of a run: exit code 5, and nothing is out that is not on record', async () => {
    const subscriptions = ['ada', 'ben', 'chi'].map((id) => subscriber(id));
    const sources = [dump('2026-03-02', 'One alpha')];
    const now = '2026-03-02T12:00:00Z';
    let appends = 0;
    const whole = new Installation();
    whole.append = async () => {
      appends++;
      return null;
    };
    await whole.run(sources, { send: true, subscriptions, now });
    // Planned, attempted and sent, for each.
    expect(appends).toBe(9);
    for (let nth = 1; nth <= appends; nth++) {
      const here = new Installation();
      let count = 0;
      here.append = async () => (++count === nth ? code : null);
      await expect(here.run(sources, { send: true, subscriptions, now })).rejects.toMatchObject({ exitCode: 5 });
      const ledger = replay(readFile(join(here.out, 'state/ledger.jsonl')), 'x');
      for (const { message } of here.mails) {
        const delivery = ledger.get(message.messageKey);
        expect(['sent', 'in-doubt']).toContain(delivery?.state);
      }
      // And the next run makes it whole: everybody has it, twice only who was in doubt.
      const doubts = ledger.deliveries.filter(({ state }) => state === 'in-doubt').length;
      here.append = async () => null;
      await here.run([], { send: true, subscriptions, now });
      const got = here.mails.map(({ to }) => to.address);
      expect(new Set(got).size).toBe(3);
      expect(got.length - 3).toBeLessThanOrEqual(doubts);
    }
  });
});

it('the calls that are made to fail are all that are made', async () => {
  const path = join(folder, 'count', 'ledger.jsonl');
  const { on, calls } = failing(null, '');
  await fileLedger(path, on).append('x');
  expect([...calls.keys()].sort()).toEqual([...kinds].sort());
});

const readFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
