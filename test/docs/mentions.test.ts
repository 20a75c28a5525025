import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../../src/cli/table.ts';
import { everywhere, takesOf } from '../../src/cli/takes.ts';
import { nameOf } from './reference.ts';
import { pages, read, root } from './support.ts';

// Many commands of the documentation need a network, a server or a person and are not run (test/docs/commands.test.ts has
// those that are). Here every one is held against the table of commands.

const known = new Map(
  (await allCommands()).map((command) => [
    nameOf(command),
    [...Object.keys(everywhere), ...takesOf(command).options.map(([name]) => name)],
  ]),
);

/** What is wrong with the commands that a page shows, in blocks and within lines. */
function faultsOf(page: string): string[] {
  return [...page.matchAll(/\bnpx paperboy ([^\n`&|;>]*)/g)].flatMap(([line, rest]) => {
    const [name = '', ...words] = rest!.trim().split(/\s+/);
    const options = known.get(name);
    if (options === undefined) return name.startsWith('--') || /^[A-Z]*$/.test(name) ? [] : [`no command: ${line}`];
    return words
      .filter((word) => word.startsWith('--'))
      .map((word) => word.slice(2).replace(/[=,.:)].*$/, ''))
      .filter((word) => !options.includes(word) && !options.includes(word.replace(/^no-/, '')))
      .map((word) => `no option --${word}: ${line}`);
  });
}

/** Names of environment variables with which ours begin. */
const variables = (text: string): string[] => text.match(/\b(?:PAPERBOY|SMTP|DKIM|WEBHOOK|IMAP)_[A-Z_]+\b/g) ?? [];

const source = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(`src/${name}`))
  .join('\n');

/** Variables of samples, of tests and of workflows, which `src/` does not read. */
const samples = /^PAPERBOY_(?:ADA|BEN|CHI|ME|NAME|SEND|PAGES|SOURCE|REAL_DUMPS|TIER|KILLS|FUZZ)$/;

describe.each(pages)('%s', (page) => {
  it('shows commands and options that there are', () => expect(faultsOf(read(page))).toEqual([]));

  it('names variables that there are', () => {
    expect(variables(read(page)).filter((name) => !samples.test(name) && !source.includes(name))).toEqual([]);
  });
});

describe('planted faults are seen', () => {
  it.each([
    ['Run `npx paperboy fold`.', ['no command: npx paperboy fold']],
    ['```console\nnpx paperboy run --sendd\n```', ['no option --sendd: npx paperboy run --sendd']],
    ['npx paperboy fetch && npx paperboy run --x', ['no option --x: npx paperboy run --x']],
  ])('%j', (page, faults) => expect(faultsOf(page)).toEqual(faults));

  it('and nothing else', () => {
    expect(
      faultsOf('`npx paperboy run --no-require-state dumps`, `npx paperboy NAME --help`, npx paperboy --help'),
    ).toEqual([]);
    expect(variables('PAPERBOY_NOSUCH and SMTP_URL')).toEqual(['PAPERBOY_NOSUCH', 'SMTP_URL']);
    expect(source.includes('PAPERBOY_NOSUCH')).toBe(false);
  });
});
