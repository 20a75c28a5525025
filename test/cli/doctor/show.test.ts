import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Finding } from '../../../src/cli/doctor/check.ts';
import { show } from '../../../src/cli/doctor/show.ts';

const findings = [
  { id: 'node', status: 'ok', message: 'Node 20.20.2', remedy: null },
  {
    id: 'smtp',
    status: 'problem',
    message: 'the server of SMTP_URL does not answer within ten seconds',
    remedy: 'ask the provider which port it wants',
  },
  { id: 'dkim', status: 'skipped', message: 'Paperboy does not sign; your server may', remedy: 'docs/sending.md' },
] as unknown as Finding[];

function shown(columns?: number): string[] {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  show(findings, columns);
  return text.trimEnd().split('\n');
}

afterEach(() => vi.restoreAllMocks());

describe('what doctor prints', () => {
  it.each([80, 60, 40])('fits into %d columns, and nothing of it is lost', (columns) => {
    const lines = shown(columns);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toBe(shown(Infinity).join(' ').replace(/\s+/g, ' '));
  });

  it('is one line for each finding on a pipe', () => {
    expect(shown(Infinity)).toContain('problem  smtp  the server of SMTP_URL does not answer within ten seconds');
  });
});
