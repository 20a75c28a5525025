import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allCommands } from '../../src/cli/table.ts';
import { parseSubscription } from '../../src/config/subscriptions.ts';
import { commandsTable } from './reference.ts';
import { between, blocksOf, read, refresh } from './support.ts';

const example = 'docs/examples/digest.yml';
const table = commandsTable(await allCommands(), (name) => `docs/reference.md#${name}`, true);

/** The README with its generated parts: the table of commands, and the workflow without its first comments. */
const generate = (): string => between(withWorkflow('README.md'), 'commands', table);
const withWorkflow = (path: string): string => between(read(path), 'workflow', workflow());
const workflow = (): string =>
  `\`\`\`yaml\n${read(example)
    .replace(/^(?:#.*\n|\n)+/, '')
    .trimEnd()}\n\`\`\``;

describe('README.md', () => {
  refresh('README.md', generate());
  const page = read('README.md');

  it('has the commands and the workflow that there are', () => {
    expect(page).toBe(generate());
    expect(table.split('\n').length).toBeGreaterThan(10);
  });

  it('has the workflow of the tutorial, whose every input there is', () => {
    const tutorial = 'docs/tutorials/github.md';
    refresh(tutorial, withWorkflow(tutorial));
    expect(read(tutorial)).toBe(withWorkflow(tutorial));
    const { inputs } = parse(read('action.yml'));
    const given = parse(read(example)).jobs.digest.steps.flatMap((step: { with?: object }) =>
      Object.keys(step.with ?? {}),
    );
    expect(given.length).toBeGreaterThan(1);
    expect(given.filter((name: string) => !Object.hasOwn(inputs, name))).toEqual([]);
  });

  it('can be read in three minutes', () => {
    // Code and the table of commands are to be looked at, and grow with the commands.
    const prose = between(page, 'commands', '').replace(/```[\s\S]*?```|<[^>]+>|\]\([^)]*\)/g, ' ');
    expect(prose.match(/[\p{L}\p{N}]+/gu)!.length).toBeLessThan(600);
  });

  it('has a subscription that is one', () => {
    const [, block] = blocksOf(page, 'yaml');
    const { subscription, diagnostics } = parseSubscription(block!.join('\n'), 'subscriptions/me.yaml');
    expect(diagnostics).toEqual([]);
    expect(block!.length).toBeLessThan(8);
    expect(subscription?.topics).toHaveLength(2);
  });

  it('has a workflow that pins its actions, asks for little and puts nothing untrusted into a shell', () => {
    const digest = parse(blocksOf(page, 'yaml')[0]!.join('\n'));
    const jobs: { permissions?: object; steps: { uses?: string; run?: string }[] }[] = Object.values(digest.jobs);
    expect(digest.concurrency['cancel-in-progress']).toBe(false);
    expect(Object.keys(digest.on)).toEqual(['schedule', 'workflow_dispatch']);
    const steps = jobs.flatMap((job) => job.steps);
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used).toContain('./');
    for (const action of used) expect(action).toMatch(/^(?:\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40})$/);
    expect(steps.flatMap(({ run }) => run ?? []).join()).not.toContain('${{');
  });
});
