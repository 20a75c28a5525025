import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { worst } from '../../src/cli/exit.ts';
import { prepare } from '../../src/cli/job.ts';
import { type Code, diagnostic } from '../../src/diagnostic/index.ts';
import type { DigestStatus, RunReport } from '../../src/model/index.ts';

const out = mkdtempSync(join(tmpdir(), 'paperboy-codes-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** The exit code of a run with this outcome. */
async function codeOf(codes: Code[], ...statuses: DigestStatus[]): Promise<number> {
  const argv = { send: false, channel: 'directory', inDoubt: 'resend', backfill: false, requireState: false } as const;
  const times = { now: '2026-03-02T00:00:00Z', date: null, since: null };
  const more = { json: false, out, dump: [out] };
  const job = await prepare({ ...argv, ...more } as Parameters<typeof prepare>[0], times, new AbortController().signal);
  await job.close();
  const report: RunReport = {
    verdict: { kind: 'quiet', reason: '' },
    editions: [],
    digests: statuses.map((status) => ({ subscription: 'ada', status, papers: 1, channel: 'smtp' })),
    written: [],
    diagnostics: codes.map((code) => diagnostic(code, { message: code })),
  };
  return worst(job.codes(report));
}

test('exit codes of deliveries', async () => {
  expect(await codeOf([], 'sent', 'empty', 'not-due')).toBe(0);
  expect(await codeOf([], 'sent', 'failed')).toBe(4);
  // The run in which it was refused had 4; later ones only mention it.
  expect(await codeOf(['digest-refused', 'clock-behind'], 'empty')).toBe(0);
  // An error of ours over one digest outweighs what is wrong with others and with the input.
  expect(await codeOf(['digest-error'], 'deferred', 'sent')).toBe(1);
  expect(await codeOf(['digest-error', 'file-unreadable'], 'failed')).toBe(1);
  expect(await codeOf(['file-unreadable'], 'failed')).toBe(3);
});
