import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allCommands } from '../../src/cli/table.ts';
import { parseSubscription } from '../../src/config/subscriptions.ts';
import { channels } from '../../src/deliver/channels/index.ts';
import { formats } from '../../src/parse/formats/index.ts';
import type { Output } from '../../src/render/output.ts';
import { outputs } from '../../src/render/outputs/index.ts';
import { between, blocksOf, read, refresh } from './support.ts';

const commands = await allCommands();
const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const code = (text: string) => `\`${text}\``;

const collections: Record<Output['kinds'][number], string> = {
  all: 'everything',
  topic: 'each topic',
  query: 'each saved query',
  subscriber: 'each subscriber',
  edition: 'each edition',
  weeks: 'the weeks',
  months: 'the months',
  week: 'each week',
  month: 'each month',
};

/** The tables of the README, from the tables of the code. */
const tables: Record<string, string> = {
  commands: table(
    ['command', 'what it does'],
    commands.map(({ command, describe }) => [code(`paperboy ${command}`), describe]),
  ),
  formats: table(
    ['format', 'what it is'],
    Object.entries(formats).map(([name, { label }]) => [code(name), label]),
  ),
  outputs: table(
    ['output', 'file', 'of'],
    Object.values<Output>(outputs).map(({ label, file, kinds }) => [
      label,
      code(file),
      kinds.map((kind) => collections[kind]).join(', '),
    ]),
  ),
  channels: table(
    ['channel', 'what it is'],
    Object.entries(channels).map(([name, { label }]) => [code(name), label]),
  ),
};

const generate = (): string =>
  Object.entries(tables).reduce((text, [name, content]) => between(text, name, content), read('README.md'));

describe('README.md', () => {
  refresh('README.md', generate());
  const page = read('README.md');

  it.each(Object.keys(tables))('has the table of %s that the code has', (name) => {
    expect(page).toBe(between(page, name, tables[name]!));
    expect(tables[name]!.split('\n').length).toBeGreaterThan(3);
  });

  it('has a subscription that is one', () => {
    const [block] = blocksOf(page, 'yaml');
    const { subscription, diagnostics } = parseSubscription(block!.join('\n'), 'subscriptions/me.yaml');
    expect(diagnostics).toEqual([]);
    expect(block!.length).toBeLessThan(8);
    expect(subscription?.topics).toHaveLength(2);
  });

  it('has a workflow that pins its actions, asks for little and puts nothing untrusted into a shell', () => {
    const workflow = parse(blocksOf(page, 'yaml')[1]!.join('\n'));
    expect(workflow.permissions).toEqual({ contents: 'write' });
    expect(workflow.concurrency['cancel-in-progress']).toBe(false);
    expect(Object.keys(workflow.on)).toEqual(['schedule', 'workflow_dispatch']);
    const steps: { uses?: string; run?: string }[] = workflow.jobs.digest.steps;
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(1);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts).toContain('npx paperboy run');
    for (const script of scripts) {
      expect(script).not.toContain('${{');
      expect(script).not.toContain('out/mail');
    }
  });
});
