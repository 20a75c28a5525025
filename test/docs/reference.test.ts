import { describe, expect, it } from 'vitest';
import { allCommands, groups, table } from '../../src/cli/table.ts';
import { takesOf } from '../../src/cli/takes.ts';
import { chapter, commandsTable, generalOptions, nameOf, tables } from './reference.ts';
import { read, refresh } from './support.ts';

const path = 'docs/reference.md';
const all = await allCommands();
const groupOf = (at: number) => Object.values(table)[at]!.group;

/** The page, from the table of commands and the tables of the code. */
function generate(): string {
  const parts = [
    '# Reference',
    'Every command with its arguments, options and examples; what Paperboy reads and writes. Settings and environment variables:\n' +
      '[configuration.md](configuration.md). JSON documents, exit codes and files for scripts: [interface.md](interface.md). Messages:\n' +
      '[diagnostics.md](diagnostics.md).',
    'This page is generated from the code: `UPDATE_DOCS=1 npx vitest run test/docs`.',
    '## Exit codes',
    'The highest in this order wins: 130 and 143, 5, 1, 2, 3, 4, 0.',
    exits,
    '## Commands',
    ...groups.flatMap((group) => [
      `**${group}**`,
      commandsTable(
        all.filter((_, at) => groupOf(at) === group),
        (name) => `#${name}`,
      ),
    ]),
    'Every command has these options:',
    generalOptions(),
    '`--json`, where a command has it, prints one document on stdout, described in [interface.md](interface.md).',
    ...all.map(chapter),
    '## What it reads',
    tables.formats,
    'More: [dumps.md](dumps.md).',
    '## What it writes',
    tables.outputs,
    'All files under `out/`: [interface.md](interface.md#files).',
    '## Ways out',
    tables.channels,
    'More: [sending.md](sending.md#channels).',
  ];
  return `${parts.join('\n\n')}\n`;
}

const exits = [
  '| code | meaning |',
  '| --- | --- |',
  '| 0 | done, also when nothing is new |',
  '| 1 | an error of ours |',
  '| 2 | usage or configuration; also when sending was asked for and no server is set |',
  '| 3 | some input could not be used; the rest was |',
  '| 4 | some deliveries did not go out, or are in doubt |',
  '| 5 | refused to run: state damaged or missing, another run, a claim, the fuse |',
  '| 130, 143 | stopped by a signal, cleanly |',
].join('\n');

describe('docs/reference.md', () => {
  refresh(path, generate());

  it('is what the code says', () => expect(read(path)).toBe(generate()));

  it.each(all.map((command) => [nameOf(command), command] as const))('has %s', (name, command) => {
    expect(read(path)).toContain(`\n### ${name}\n`);
    const { options, positionals } = takesOf(command);
    for (const [option] of options.filter(([, { hidden }]) => hidden !== true))
      expect(chapter(command)).toMatch(new RegExp(`--(?:\\[no-\\])?${option}\``));
    expect(positionals.map(([key]) => key).toSorted()).toEqual(
      [...command.command.matchAll(/[<[]([\w-]+)/g)].map(([, key]) => key).toSorted(),
    );
    for (const [, { describe: meaning }] of [...options, ...positionals])
      expect(meaning, command.command).toMatch(/\S/);
  });

  it('would follow a new command', () => {
    const told = chapter({
      command: 'fold <paper>',
      describe: 'Fold it',
      builder: (args) =>
        args
          .positional('paper', { type: 'string', describe: 'Which' })
          .options({ size: { choices: ['a4', 'a5'], default: 'a4', describe: 'How large | how small' } })
          .group(['size'], 'Looks')
          .option('twice', { type: 'boolean', default: false, describe: 'Once <more>' })
          .option('iron', { type: 'boolean', describe: 'Flat' }),
      examples: [['fold today', 'today']],
      docs: 'mail.md',
      exits: [2, 0],
      run: async () => 0,
    });
    for (const part of [
      '`paper` | text | Which',
      '`--size` | `a4`, `a5` | `a4` | How large \\| how small',
      '`--twice` |  |  | Once \\<more>',
      '`--[no-]iron` |  |  | Flat',
      '`paperboy fold today` | today',
      'Exit codes: 0, 2. More: [mail.md](mail.md).',
    ])
      expect(told).toContain(part);
  });
});
