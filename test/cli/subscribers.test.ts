import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';
import { newKey } from '../subscribers/people.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-subscribers-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let place = '';
let n = 0;
beforeEach(() => {
  vi.unstubAllEnvs();
  vi.stubEnv('PAPERBOY_KEY', newKey);
  place = join(scratch, String(n++));
});

async function cli(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const take = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const spy of spies) spy.mockImplementation(take as never);
  try {
    const code = await main(['subscribers', ...args, '--out', join(place, 'out'), '--now', '2026-11-21T08:00:00Z']);
    expect(text, 'no address is printed').not.toMatch(/(?:ada|ben|cleo)@/);
    return { code, text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
const file = (name: string, text: string): string => {
  const path = join(scratch, `${n}-${name}`);
  writeFileSync(path, text);
  return path;
};
const journal = () => readFileSync(join(place, 'out', 'state', 'subscribers.jsonl'), 'utf8');

describe('paperboy subscribers', () => {
  it('imports, lists, shows, exports and erases, and prints no address', async () => {
    expect((await cli('list')).text).toBe('There are no subscribers.\n');
    const list = file('members.txt', 'ada@example.org\nBen <ben@example.org>\nnonsense\n');
    const dry = await cli('import', list, '--topics', 'DPO, "reward model"', '--confirmed', '--dry-run');
    expect([dry.text.includes('2 would be added'), existsSync(join(place, 'out'))]).toEqual([true, false]);
    const { code, text } = await cli('import', list, '--topics', 'DPO, "reward model"', '--confirmed');
    expect([code, text.includes('2 added'), text.includes(':3 ')]).toEqual([3, true, true]);
    const listed = JSON.parse((await cli('list', '--json')).text);
    expect(listed.subscribers.map(({ state, topics }: { state: string; topics: string[] }) => [state, topics])).toEqual(
      [
        ['active', ['DPO, reward model']],
        ['active', ['DPO, reward model']],
      ],
    );
    expect((await cli('show', 'ada@example.org')).text).toContain('confirmed, by import');
    const target = join(place, 'list.csv');
    expect((await cli('export', target)).code).toBe(0);
    expect(readFileSync(target, 'utf8')).not.toContain('@');
    expect((await cli('export', target, '--addresses')).text).toContain('it is there already');
    const whole = join(place, 'whole.csv');
    await cli('export', whole, '--addresses');
    expect(readFileSync(whole, 'utf8')).toContain('ada@example.org');
    expect(statSync(whole).mode & 0o077).toBe(0);

    vi.stubEnv('WHO', 'Ada@example.org');
    const box = /"box":"([^"]+)"/.exec(journal())![1]!;
    expect((await cli('erase', 'env:WHO')).text).toContain('is erased');
    expect(journal()).not.toContain(box);
    expect((await cli('import', list, '--topics', 'x', '--confirmed')).text).toContain('1 erased on request');
    expect((await cli('list')).text).toContain('1 erased, 1 active');
  });

  it('adds one by hand, pending unless they agreed', async () => {
    vi.stubEnv('WHO', 'cleo@example.org');
    expect((await cli('add', 'env:WHO', '--topics', 'agents')).text).toContain('pending');
    expect((await cli('list', '--state', 'active')).text).toContain('no subscribers');
    expect((await cli('compact')).text).toMatch(/\d+ lines? (?:is|are) now \d+/);
  });

  it('says what is wrong', async () => {
    const problem = async (...args: string[]) => {
      const { code, text } = await cli(...args);
      return [code, /\[([a-z-]+)\]/.exec(text)?.[1]];
    };
    expect(await problem('show', 's-nobody')).toEqual([2, 'usage']);
    expect(await problem('add', 'no address', '--topics', 'x')).toEqual([2, 'usage']);
    expect(await problem('import')).toEqual([2, 'usage']);
    expect(await problem('export', '-', '--addresses')).toEqual([2, 'usage']);
    expect(await problem('export', 'x.txt', '--format', 'mailman')).toEqual([2, 'usage']);
    vi.stubEnv('PAPERBOY_KEY', '');
    expect(await problem('add', 'cleo@example.org', '--topics', 'x')).toEqual([2, 'subscribers-key']);
  });
});
