import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchCalls, weekOf } from '../../src/action/fetching.ts';
import { readInputs } from '../../src/action/inputs.ts';
import { UserError } from '../../src/diagnostic/index.ts';

afterEach(() => vi.unstubAllEnvs());

const defaults = { dumps: 'dumps', out: 'out', commit: 'true' };
function inputs(given: Record<string, string>) {
  for (const [name, value] of Object.entries({ ...defaults, ...given }))
    vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
  return readInputs({ GITHUB_REPOSITORY: 'Ada/Papers' });
}

describe('inputs', () => {
  it.each([
    ['send', 'yes'],
    ['commit', 'everything'],
    ['commit', 'public'],
    ['require-state', 'maybe'],
    ['out', '.'],
    ['out', '../elsewhere'],
    ['out', 'a/../../b'],
    ['out', '/tmp/elsewhere'],
    ['out', '.git/hooks'],
    ['dumps', '--send'],
    ['dumps', ':(top)x'],
    ['subscriptions', '../others'],
    ['source', 'elsewhere'],
    ['source', 'search'],
    ['keep-alive', '-1'],
    ['date', '2026-01-01 --send'],
  ])('%s = %j is a mistake', (name, value) => {
    let thrown: unknown;
    try {
      inputs({ [name]: value });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as UserError).exitCode).toBe(2);
    expect((thrown as UserError).message).toMatch(/^the input [a-z-]+ /);
  });

  it('say what is committed, where the site is, and what becomes a variable', () => {
    const read = inputs({ commit: 'state, dumps', 'site-url': 'auto', subscribers: 'ada: a@example.org', out: './o/' });
    expect([...read.commit]).toEqual(['state', 'dumps']);
    expect(read.siteUrl).toBe('https://ada.github.io/Papers');
    expect(read.variables).toEqual({ PAPERBOY_SUBSCRIBERS: 'ada: a@example.org' });
    expect(read.out).toBe('o');
    expect(inputs({ commit: 'false' }).commit.size).toBe(0);
  });
});

describe('inputs that nobody gave', () => {
  const file = {
    PAPERBOY_OUT: 'build',
    PAPERBOY_DUMPS: 'a\nb c',
    PAPERBOY_SUBSCRIPTIONS: 'people',
    PAPERBOY_IN_DOUBT: 'skip',
  };
  const read = (env: Record<string, string>, given: Record<string, string> = {}) => {
    for (const [name, value] of Object.entries({ dumps: '', out: '', commit: 'true', ...given }))
      vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
    const { out, dumps, subscriptions, inDoubt } = readInputs(env, file);
    return { out, dumps, subscriptions, inDoubt };
  };

  it('override neither the environment nor the file of settings', () => {
    const said = { out: 'build', dumps: ['a', 'b c'], subscriptions: 'people', inDoubt: 'skip' };
    expect(read({})).toEqual(said);
    expect(read({ PAPERBOY_OUT: 'other' })).toEqual({ ...said, out: 'other' });
    expect(read({ PAPERBOY_OUT: 'other' }, { out: 'given', 'in-doubt': 'resend' })).toEqual({
      ...said,
      out: 'given',
      inDoubt: 'resend',
    });
    expect(() => read({ PAPERBOY_OUT: '../elsewhere' })).toThrow('the input out is not a path');
  });
});

describe('what is asked for', () => {
  const now = Date.parse('2026-02-20T06:00:00Z');
  const calls = (given: Record<string, string>, newest: string | null = null) =>
    fetchCalls(inputs(given), now, newest).map((call) =>
      call.filter((one) => /^--(?:date|since|week|month|query)/.test(one)),
    );

  it.each([
    [{ source: 'dumps' }, null, []],
    [{ source: 'daily' }, null, [['--since=2026-02-20']]],
    [{ source: 'daily' }, '2026-02-17', [['--since=2026-02-17']]],
    // Two weeks at most, whatever was missed.
    [{ source: 'daily' }, '2025-11-01', [['--since=2026-02-07']]],
    [{ source: 'daily', date: '2026-02-01' }, '2026-02-17', [['--date=2026-02-01']]],
    [{ source: 'weekly' }, null, [['--week=2026-W08']]],
    [{ source: 'monthly', date: '2025-12-31' }, null, [['--month=2025-12']]],
    [{ source: 'search', query: 'agents\n--send' }, null, [['--query=agents'], ['--query=--send']]],
  ])('%j after %j', (given, newest, expected) => {
    expect(calls(given as Record<string, string>, newest)).toEqual(expected);
  });

  it.each([
    ['2026-01-01', '2026-W01'],
    ['2027-01-01', '2026-W53'],
    ['2024-12-30', '2025-W01'],
  ])('%s lies in %s', (day, week) => expect(weekOf(day)).toBe(week));
});
