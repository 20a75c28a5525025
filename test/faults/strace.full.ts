import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../src/deliver/ledger.ts';
import { installation, now } from './kill.ts';
import { Sink } from './sink.ts';

// The same promises as in disk.test.ts and kill.test.ts, seen from the system calls of the real command. Part of
// `npm run test:full`; where there is no strace, it says so.
const root = fileURLToPath(new URL('../../', import.meta.url));
const strace = (() => {
  try {
    return execFileSync('strace', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

let template = '';
beforeAll(() => {
  template = installation(4);
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** Runs `paperboy send` under strace. @returns what it did. */
async function traced(options: (ledger: string) => string[], mutated = false) {
  const place = mkdtempSync(join(tmpdir(), 'paperboy-strace-'));
  cpSync(template, place, { recursive: true });
  const sink = await Sink.start();
  const ledger = join(place, 'out/state/ledger.jsonl');
  const output = join(place, 'trace');
  writeFileSync(join(place, 'synced'), '0'.padStart(12, '0'));
  try {
    const args = [
      '-f',
      '-y',
      '-s',
      '200',
      '-o',
      output,
      ...options(ledger),
      process.execPath,
      join(root, 'test/faults/child.mjs'),
    ];
    const child = spawn('strace', [...args, 'send', '--from', 'papers@paper.example', '--now', now], {
      cwd: place,
      env: {
        ...process.env,
        SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
        SMTP_CONNECTIONS: '1',
        PAPERBOY_SYNCED: join(place, 'synced'),
        PAPERBOY_NO_SYNC: mutated ? '1' : '0',
      },
      stdio: 'ignore',
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    let text = '';
    try {
      text = readFileSync(ledger, 'utf8');
    } catch {
      // None was made.
    }
    return { code, text, trace: readFileSync(output, 'utf8'), taken: sink.taken };
  } finally {
    await sink.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Messages that were begun on the wire while an attempt was not yet durable. */
function early(trace: string): number {
  let written = 0;
  let durable = 0;
  let begun = 0;
  let wrong = 0;
  for (const line of trace.split('\n')) {
    if (/ledger\.jsonl>.*\{\\"type\\":\\"attempt\\"/.test(line))
      written += line.split('\\"type\\":\\"attempt\\"').length - 1;
    // A sync that was interrupted in the listing ends with its own line.
    if (/fdatasync(?:\(\d+<[^>]*ledger\.jsonl>\)| resumed>\)) *= 0/.test(line)) durable = written;
    if (/(?:TCP|socket).*"MAIL FROM:/.test(line)) {
      begun++;
      if (durable < begun) wrong++;
    }
  }
  if (begun === 0) throw new Error('no message was seen on the wire');
  return wrong;
}

describe('the system calls of paperboy send', () => {
  if (!strace) {
    it('cannot be looked at: strace is not installed', () => {
      process.stdout.write('NOT RUN: strace is not installed here\n');
    });
    return;
  }
  const order = ['-e', 'trace=write,writev,pwrite64,sendto,sendmsg,fdatasync,fsync'];

  it('sync the attempt before the first command of its message', async () => {
    const { trace, code, taken } = await traced(() => order);
    expect([code, taken.length]).toEqual([0, 4]);
    expect(early(trace)).toBe(0);
  });

  it('would be seen not to, if they did not', async () => {
    const { trace } = await traced(() => order, true);
    expect(early(trace)).toBeGreaterThan(0);
  });

  /** By what it is called and by what it is. */
  const on = (ledger: string) => ['-P', ledger, '-P', 'out/state/ledger.jsonl'];
  const calls = ['openat', 'write', 'fdatasync', 'mkdir', 'rename', 'fsync'];
  const injected = ['ENOSPC', 'EIO', 'EACCES'].flatMap((code) =>
    calls.flatMap((call) => (call === 'openat' ? [1, 2, 3] : [1, 2, 4]).map((when) => [code, call, when] as const)),
  );

  it.each(injected)(
    '%s from %s, call %i on the ledger: nothing is out that is not on record',
    async (code, call, when) => {
      const result = await traced((ledger) => [
        ...on(ledger),
        '-e',
        `trace=${call}`,
        '-e',
        `inject=${call}:error=${code}:when=${when}`,
      ]);
      const ledger = replay(result.text, 'ledger.jsonl');
      for (const { messageId } of result.taken) {
        const key = messageId.slice(1, messageId.indexOf('@'));
        expect(['sent', 'in-doubt']).toContain(ledger.get(key)?.state);
      }
      // A call that the ledger does not make was not made to fail.
      if (result.trace.includes('(INJECTED)')) expect(result.code).toBe(5);
      else expect([result.code, result.taken.length]).toEqual([0, 4]);
    },
  );

  it('were made to fail: the writes and the syncs', async () => {
    for (const call of ['openat', 'write', 'fdatasync']) {
      const { trace } = await traced((ledger) => [
        ...on(ledger),
        '-e',
        `trace=${call}`,
        '-e',
        `inject=${call}:error=EIO:when=1`,
      ]);
      expect([call, trace.includes('(INJECTED)')]).toEqual([call, true]);
    }
  });
});
