import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseSubscription } from '../../src/config/subscriptions.ts';
import { blocksOf, pages, read } from './support.ts';

const blocks = pages.flatMap((page) => blocksOf(read(page), 'yaml').map((lines) => [page, lines.join('\n')] as const));

/** The actions that a workflow uses, or a part of one. */
const used = (text: string): string[] => [...text.matchAll(/\buses: *(\S+)/g)].map(([, action]) => action!);

/** Ours, or one that is pinned by its commit. */
const isPinned = (action: string) => /^(?:\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40})$/.test(action);

describe.each(blocks)('%s: %j', (_, text) => {
  it('is YAML', () => expect(() => parse(text)).not.toThrow());

  it.runIf(/^topics:/m.test(text) && /^name:/m.test(text))('is a subscription', () => {
    expect(parseSubscription(text, 'example.yaml').diagnostics).toEqual([]);
  });

  it('pins actions, and puts nothing untrusted into a shell', () => {
    expect(used(text).filter((action) => !isPinned(action))).toEqual([]);
    expect(text).not.toMatch(/\brun:.*\$\{\{/);
  });
});

it('there are some, and an action that is not pinned would be seen', () => {
  expect(blocks.length).toBeGreaterThan(5);
  expect(blocks.flatMap(([, text]) => used(text)).length).toBeGreaterThan(2);
  expect(used('- uses: actions/checkout@v5').filter(isPinned)).toEqual([]);
});
