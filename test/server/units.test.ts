import { describe, expect, it } from 'vitest';
import { clientOf } from '../../src/server/client.ts';
import { laterWith } from '../../src/server/later.ts';
import { Limits, RULES } from '../../src/server/limits.ts';
import { textOf, topicsOf } from '../../src/subscribers/topics-text.ts';
import { topic } from './support.ts';

describe('who asks', () => {
  it('is the other end, unless proxies of ours stand between', () => {
    expect(clientOf('203.0.113.7', '198.51.100.1', 0)).toBe('203.0.113.7');
    expect(clientOf('127.0.0.1', '1.1.1.1, 198.51.100.1', 1)).toBe('198.51.100.1');
    expect(clientOf('127.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.1', 2)).toBe('198.51.100.1');
    // What the client wrote itself is never reached.
    expect(clientOf('127.0.0.1', `${'6.6.6.6, '.repeat(1_000)}198.51.100.1`, 1)).toBe('198.51.100.1');
    expect(clientOf('127.0.0.1', '198.51.100.1', 3)).toBe('198.51.100.1');
    expect(clientOf('127.0.0.1', 'nonsense', 1)).toBe('127.0.0.1');
    expect(clientOf('127.0.0.1', '198.51.100.1:4711', 1)).toBe('198.51.100.1');
    expect(clientOf(undefined, undefined, 0)).toBe('unknown');
  });

  it('counts the first half of an IPv6 address, however it is written', () => {
    const same = [
      '2001:db8:0:1::1',
      '2001:0DB8:0000:0001:ffff:ffff:ffff:ffff',
      '2001:db8::1:0:0:0:9',
      '2001:db8:0:1::%eth0',
    ];
    expect(new Set(same.map((one) => clientOf(one, undefined, 0)))).toEqual(new Set(['2001:db8:0:1::/64']));
    expect(clientOf('2001:db8:0:2::1', undefined, 0)).toBe('2001:db8:0:2::/64');
    expect(clientOf('::ffff:203.0.113.7', undefined, 0)).toBe('203.0.113.7');
    expect(clientOf('::1', '[2001:db8:0:1::5]:443', 1)).toBe('2001:db8:0:1::/64');
  });
});

describe('limits', () => {
  it('each client has so many, and gets one back after a time', () => {
    let now = 0;
    const limits = new Limits(() => now, { ...RULES, signUp: { burst: 3, seconds: 10 } });
    expect([1, 2, 3, 4].map(() => limits.take('signUp', 'a'))).toEqual([0, 0, 0, 10]);
    expect(limits.take('signUp', 'b')).toBe(0);
    expect(limits.take('page', 'a')).toBe(0);
    now = 9.5;
    expect(limits.take('signUp', 'a')).toBe(1);
    now = 10;
    expect([limits.take('signUp', 'a'), limits.take('signUp', 'a')]).toEqual([0, 10]);
    now = 1_000;
    expect([1, 2, 3, 4].map(() => limits.take('signUp', 'a'))).toEqual([0, 0, 0, 10]);
  });

  it('remember a bounded number of clients', () => {
    const limits = new Limits(() => 0);
    for (let n = 0; n < 30_000; n++) limits.take('page', `client ${n}`);
    expect(limits.size).toBe(20_000);
  });
});

describe('work for later', () => {
  it('is done in order; what throws costs nothing else; the queue is bounded', async () => {
    const failures: unknown[] = [];
    const later = laterWith((error) => failures.push(error));
    const done: number[] = [];
    later.add(async () => void done.push(1));
    later.add(async () => {
      throw new Error('no');
    });
    later.add(async () => void done.push(2));
    await Promise.all([later.drain(), later.drain()]);
    expect([done, failures.length, later.waiting]).toEqual([[1, 2], 1, 0]);
    for (let n = 0; n < 1_000; n++) expect(later.add(async () => {})).toBe(true);
    expect(later.add(async () => {})).toBe(false);
  });
});

describe('topics in a form', () => {
  it('commas, plus, minus, quotes, names and queries', () => {
    expect(topicsOf('DPO, "reward model", -diffusion').topics).toEqual([
      { ...topic('DPO', 'reward model'), none: ['diffusion'] },
    ]);
    expect(topicsOf(' Small: +"a, b", c ,, \r\n\r\n title:"long context"').topics).toEqual([
      { ...topic('c'), name: 'Small', all: ['a, b'] },
      { ...topic('title:"long context"') },
    ]);
    expect(topicsOf('Long: ? title:"long context" AND has:code').topics).toEqual([
      { name: 'Long', any: [], all: [], none: [], query: 'title:"long context" AND has:code' },
    ]);
  });

  it('says in which line something is wrong', () => {
    const faults = (text: string) => topicsOf(text).faults.map(({ line, message }) => `${line} ${message}`);
    expect(faults('')).toEqual(['1 name at least one topic']);
    expect(faults('a\n-b\n? (c AND')[0]).toBe('2 there is nothing to look for');
    expect(faults('a\n-b\n? (c AND')[1]).toMatch(/^3 /);
    expect(faults('agents\nagents, tools')).toEqual(['2 there is a topic "agents" already']);
    expect(faults(Array.from({ length: 31 }, (_, n) => `topic${n}`).join('\n'))).toEqual(['31 at most 30 topics']);
    expect(faults('x'.repeat(4_001))).toEqual(['1 this is longer than 4000 characters']);
  });

  it('is written back so that it reads the same', () => {
    const all = [
      { ...topic('DPO', 'reward model'), none: ['diffusion'] },
      { ...topic('a, b', '-c', 'd: e'), name: 'Odd', all: ['+f'] },
      { ...topic('x'), name: 'Named' },
      { name: 'Query', any: [], all: [], none: [], query: 'title:"long context" AND NOT survey' },
    ];
    expect(topicsOf(textOf(all))).toEqual({ topics: all, faults: [] });
    const mixed = { name: 'Mixed', any: ['a', 'b'], all: [], none: ['c'], query: 'title:d' };
    expect(textOf([mixed])).toBe('Mixed: ? (a OR b) AND title:d AND NOT c');
  });
});
