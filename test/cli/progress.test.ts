import { afterEach, describe, expect, it, vi } from 'vitest';
import { lineOf, progressOn } from '../../src/cli/progress.ts';

afterEach(() => vi.unstubAllEnvs());

/** Sends so many digests, one each so many milliseconds. @returns what was shown. */
function show(total: number, milliseconds: number, isTTY: boolean, columns = 80): string[] {
  vi.stubEnv('TERM', 'xterm');
  const shown: string[] = [];
  let now = 0;
  const progress = progressOn({ isTTY, columns, write: (text) => shown.push(text) }, () => now);
  progress({ done: 0, total, status: null });
  for (let done = 1; done <= total; done++) {
    now += milliseconds;
    progress({ done, total, status: done % 10 === 0 ? 'deferred' : 'sent' });
  }
  return shown;
}

describe('progress', () => {
  it('is a line every ten seconds in a log', () => {
    const lines = show(100, 500, false);
    expect(lines).toEqual([
      '20 of 100 digests, 2.0/s, 40 s left, 2 not sent\n',
      '40 of 100 digests, 2.0/s, 30 s left, 4 not sent\n',
      '60 of 100 digests, 2.0/s, 20 s left, 6 not sent\n',
      '80 of 100 digests, 2.0/s, 10 s left, 8 not sent\n',
    ]);
    // A log has no control characters.
    expect(lines.join('')).not.toMatch(/[\r\u001b]/);
  });

  it('is a bar on a terminal, which is wiped away at the end', () => {
    const drawn = show(100, 500, true);
    expect(drawn.length).toBe(100);
    expect(drawn[49]).toContain('[###############--------------] 50 of 100 digests, 2.0/s, 25 s left');
    expect(drawn.at(-1)).toBe('\r\u001b[2K');
    for (const line of drawn) expect(line.replace('\r\u001b[2K', '').length).toBeLessThan(80);
  });

  it('is whole on a terminal that does not know its width', () => {
    expect(show(100, 500, true, 0)[49]).toContain('25 s left');
  });

  it('is nothing for what is over at once', () => {
    expect(show(100, 0.1, false)).toEqual([]);
    expect(show(100, 0.1, true)).toEqual([]);
  });

  it('knows minutes, and does not divide by nothing', () => {
    expect(lineOf({ done: 1, total: 100, seconds: 2, refused: 0 })).toBe('1 of 100 digests, 0.5/s, 3 min 18 s left');
    expect(lineOf({ done: 0, total: 100, seconds: 0, refused: 0 })).toBe('0 of 100 digests, 0.0/s');
  });
});
