import { expect, it } from 'vitest';
import { allCommands } from '../../src/cli/table.ts';
import { between, read, refresh } from './support.ts';

it('docs/interface.md says which command can end with which exit code', async () => {
  const groups = new Map<string, string[]>();
  for (const { command, exits } of await allCommands()) {
    const codes = exits.join(', ');
    groups.set(codes, [...(groups.get(codes) ?? []), `\`${command.split(' ')[0]}\``]);
  }
  const rows = [...groups].map(([codes, names]) => `| ${names.join(', ')} | ${codes} |`);
  const page = () =>
    between(read('docs/interface.md'), 'exits', ['| command | exit codes |', '| --- | --- |', ...rows].join('\n'));
  refresh('docs/interface.md', page());
  expect(read('docs/interface.md')).toBe(page());
  expect(rows.length).toBeGreaterThan(3);
});
