import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';
import type { SendDocument } from '../../src/cli/delivery-documents.ts';
import type { RunDocument, WhyDocument } from '../../src/cli/documents.ts';
import { refusal, watched } from '../../src/cli/mail-note.ts';
import { diagnostic, UserError } from '../../src/diagnostic/index.ts';
import { takeLock } from '../../src/store/lock.ts';
import { refusals } from './refusals.ts';

vi.setConfig({ testTimeout: 60_000 });

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-nobody-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let place = '';
let folders = 0;
const at = (name: string) => join(place, name);

beforeEach(() => {
  place = join(scratch, String(folders++));
  mkdirSync(at('subscriptions'), { recursive: true });
  writeFileSync(
    at('subscriptions/ada.yaml'),
    'address: ada@canary.example\ntopics:\n  Any: [model, agent, learning]\n',
  );
  vi.stubEnv('SMTP_URL', '');
  vi.stubEnv('PAPERBOY_FROM', 'Paperboy <papers@paper.example>');
  vi.stubEnv('PAPERBOY_CLAIM', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function cli(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const written = { out: '', error: '' };
  const catches = (name: keyof typeof written) => (text: unknown) => {
    written[name] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(catches('out') as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(catches('error') as never);
  const own = args[0] === 'why' ? ['--state', at('out')] : ['--out', at('out')];
  const code = await main([...args, ...own, '--subscriptions', at('subscriptions'), '--now', '2026-06-18T06:00:00Z']);
  vi.mocked(process.stdout.write).mockRestore();
  vi.mocked(process.stderr.write).mockRestore();
  return { code, ...written };
}

const dump = 'dumps/2026-02-04-daily.json';
const directory = ['--channel', 'directory'];
/** What leads to each refusal. */
const ways: Record<keyof typeof refusals, () => Promise<{ code: number; out: string; error: string }>> = {
  'smtp-missing': () => cli('run', dump, '--send'),
  'setting-invalid': () => {
    vi.stubEnv('PAPERBOY_FROM', '');
    return cli('run', dump, '--send', ...directory);
  },
  'state-missing': () => cli('run', dump, '--send', '--require-state', ...directory),
  flood: async () => {
    await cli('run', dump);
    return cli('run', 'dumps', '--send', '--max-new', '5', ...directory);
  },
  'ledger-corrupt': async () => {
    await cli('run', dump, '--send', ...directory);
    appendFileSync(at('out/state/ledger.jsonl'), '{"not":"ours"}\n');
    return cli('send', ...directory);
  },
  locked: async () => {
    await cli('run', dump);
    const unlock = await takeLock(at('out/state'));
    return cli('send', ...directory).finally(unlock);
  },
  'claim-impossible': async () => {
    await cli('run', dump);
    return cli('send', ...directory, '--claim', 'origin');
  },
};

describe('a run that is refused says that nobody was mailed', () => {
  it.each(Object.entries(refusals))('%s', async (code, { exit, sentence }) => {
    const found = await ways[code as keyof typeof refusals]();
    expect(found.error).toContain(`[${code}]`);
    expect(found.code).toBe(exit);
    expect(found.error).toMatch(sentence);
    expect(found.error).not.toContain('canary');
  });

  it('once, and not when something had been handed over', async () => {
    const error = new UserError([diagnostic('flood', { message: 'nobody was mailed' })], 5);
    expect(refusal(error)).toBe(error);
    expect(refusal(new Error('ours'))).toBeInstanceOf(Error);
    let begun = 0;
    const sent = { state: 'sent', detail: '', serverWide: false } as const;
    const channel = watched({ open: async () => {}, close: async () => {}, send: async () => sent }, () => begun++);
    await channel.open();
    expect(begun).toBe(0);
    expect(await channel.send({} as never, async () => {})).toBe(sent);
    expect(begun).toBe(1);
  });
});

describe('the sentence', () => {
  const sentenceIn = (out: string) =>
    (JSON.parse(out) as RunDocument | SendDocument).diagnostics.flatMap(({ code, message }) =>
      code === 'nobody-mailed' ? [message] : [],
    );

  it('stands in the document of a run that was to send, and not in that of a preview', async () => {
    expect(sentenceIn((await cli('run', dump, '--json')).out)).toEqual([]);
    expect(sentenceIn((await cli('send', '--dry-run', '--json')).out)).toEqual([
      'Nobody was mailed, for this was a dry run: ada would be.',
    ]);
    expect(sentenceIn((await cli('run', dump, '--send', ...directory, '--json')).out)).toEqual([]);
    const again = await cli('run', dump, '--send', ...directory, '--json');
    expect(again.code).toBe(0);
    expect(sentenceIn(again.out)).toEqual(['Nobody was mailed: ada is not due until Friday 2026-06-19, 00:00 UTC.']);
  });

  it('stands in the summary for people', async () => {
    expect((await cli('run', dump)).out).toContain(
      '\nNobody was mailed, for sending was not asked for (--send): ada has',
    );
    expect((await cli('send', '--dry-run')).out).toContain(
      '\nNobody was mailed, for this was a dry run: ada would be.',
    );
    expect((await cli('send', ...directory)).out).not.toContain('Nobody');
    expect((await cli('send', ...directory)).out).toContain('\nNobody was mailed: ada is not due until Friday');
  });
});

describe('paperboy why', () => {
  it('says first what it comes to, before and after the mail', async () => {
    await cli('run', dump);
    const title = 'MARS';
    const before = await cli('why', 'ada', title);
    expect(before.out).toMatch(/^.+\nada gets it with the next send: it is in the digest that is due now\.\n/);
    await cli('send', ...directory);
    const after = await cli('why', 'ada', title, ...directory, '--json');
    const { verdict, told, due, queue } = JSON.parse(after.out) as WhyDocument;
    expect(verdict).toMatchObject({
      kind: 'sent',
      reason: expect.stringMatching(/^ada got it on 2026-06-18 in the digest/),
    });
    expect(told).toMatchObject([{ channel: 'directory', state: 'sent', attempts: 1 }]);
    expect([due, queue]).toEqual([{ now: false, day: '2026-06-19', hour: 0, timeZone: 'UTC' }, null]);
    expect(before.out + after.out).not.toContain('canary');
    // By SMTP nothing went out.
    expect((await cli('why', 'ada', title)).out).toContain('ada gets it with the next send');
  });
});
