import { visible } from '../diagnostic/index.ts';
import type { Command } from './command.ts';
import { groups, table } from './table.ts';
import { type Described, everywhere, takesOf } from './takes.ts';
import { paint } from './terminal.ts';

/** What each exit code means, in three words; in full in docs/interface.md. */
const exitMeanings: Record<number, string> = {
  0: 'done',
  1: 'an error of ours',
  2: 'usage or configuration',
  3: 'unusable input',
  4: 'not delivered',
  5: 'refused',
  130: 'interrupted',
  143: 'terminated',
};

/** Lines are not longer than this, however wide the terminal. */
const widest = 100;

/** The width to write for: that of the terminal within bounds, and 80 on a pipe. */
export const widthOf = ({ columns }: { columns?: number }): number => Math.max(30, Math.min(widest, columns || 80));

const about =
  'Delivers the research papers you care about: reads dumps of Daily Papers pages, finds what is new, matches it against ' +
  'each subscription, and renders e-mails, feeds and Markdown.';

const first: Command['examples'] = [
  ['run', 'the main job on dumps/ and subscriptions/, as a preview'],
  ['run today.json --send', 'take a dump in and mail what is due'],
  ['parse page.txt --json', 'what a saved page says, as JSON'],
];

/** `paperboy --help`: examples, the commands in groups, where to read more. */
export function overview(commands: readonly Command[], width: number): string {
  const names = Object.entries(table);
  const rows = (group: string) =>
    names.flatMap(([name, entry], i) => (entry.group === group ? [[name, brief(commands[i]!)] as const] : []));
  const all = groups.map((group) => [group, rows(group)] as const).filter(([, lines]) => lines.length > 0);
  const general = optionRows(Object.entries(everywhere));
  const indent = indentOf([...all.flatMap(([, lines]) => lines), ...general], width);
  return page([
    wrap('Usage: paperboy COMMAND [options]', width, 0),
    wrap(about, width, 0),
    examplesOf(first, width),
    ...all.map(([group, lines]) => section(group, list(lines, width, indent))),
    section('Everywhere', list(general, width, indent)),
    endOf(Object.keys(exitMeanings).map(Number), 'README.md and docs/', width),
    wrap('paperboy help COMMAND, or paperboy COMMAND --help, tells more of a command.', width, 0),
  ]);
}

/** The first clause of what a command does: the list is to be taken in at a glance. */
const brief = ({ describe }: Command): string => describe.split('; ')[0]!;

/** What stands there when no command is named: enough to begin with. */
export const beginning = (width: number): string =>
  page([
    wrap('Usage: paperboy COMMAND [options]', width, 0),
    wrap(about, width, 0),
    examplesOf(first, width),
    wrap('paperboy --help lists all commands.', width, 0),
  ]);

/** `paperboy COMMAND --help`: what it does, examples, arguments, options in groups, exit codes, the page of docs. */
export function commandHelp(command: Command, width: number): string {
  const { positionals, options } = takesOf(command);
  const shown = options.filter(([, { hidden }]) => hidden !== true);
  const headings = [...new Set(shown.map(([, { group = 'Options' }]) => group))].sort(
    (a, b) => Number(a !== 'Options') - Number(b !== 'Options'),
  );
  const argumentRows = positionals.map(([name, described]) => [name, meaning(described)] as const);
  const rowsUnder = (heading: string) => optionRows(shown.filter(([, { group = 'Options' }]) => group === heading));
  const tables = [['Arguments', argumentRows] as const, ...headings.map((name) => [name, rowsUnder(name)] as const)];
  const indent = indentOf(
    tables.flatMap(([, rows]) => rows),
    width,
  );
  const general = optionRows(Object.entries(everywhere)).map(([name]) => name);
  return page([
    wrap(`Usage: paperboy ${command.command}${shown.length > 0 ? ' [options]' : ''}`, width, 0),
    wrap(`${command.describe}.`, width, 0),
    examplesOf(command.examples, width),
    ...tables.filter(([, rows]) => rows.length > 0).map(([title, rows]) => section(title, list(rows, width, indent))),
    wrap(`Everywhere: ${general.join(', ')}`, width, 2),
    endOf(
      [...command.exits].sort((a, b) => a - b),
      `docs/${command.docs}`,
      width,
    ),
  ]);
}

type Row = readonly [name: string, what: string];

const page = (parts: readonly string[]): string => parts.join('\n\n');
const section = (title: string, lines: readonly string[]): string => [paint('bold', title), ...lines].join('\n');

const examplesOf = (examples: Command['examples'], width: number): string =>
  section(
    'Examples',
    examples.flatMap(([type, what]) => [`  $ paperboy ${type}`, wrap(`      ${what}`, width, 6)]),
  );

const endOf = (exits: readonly number[], docs: string, width: number): string =>
  [
    wrap(`Exit codes: ${exits.map((code) => `${code} ${exitMeanings[code]}`).join(', ')}`, width, 2),
    wrap(`Read more: ${docs}${docs.includes('interface') ? '' : ', docs/interface.md'}`, width, 2),
  ].join('\n');

const optionRows = (options: readonly [string, Described][]): Row[] =>
  options.map(([name, described]) => [`${flag(name, described)}${valueIn(described)}`, meaning(described)]);

/** An option that can be on, off or left open is named with both its forms. */
const flag = (name: string, { type, default: usual }: Described): string =>
  `--${type === 'boolean' && usual !== false ? '[no-]' : ''}${name}`;

const valueIn = ({ type, choices }: Described): string =>
  choices !== undefined ? ' WORD' : type === 'number' ? ' N' : type === 'boolean' ? '' : ' TEXT';

/** What it means, the words to choose from and the default, which is said once. */
function meaning({ describe = '', choices, default: usual, type }: Described): string {
  const words = choices === undefined || describe.includes(`${choices[0]}:`) ? '' : ` (${choices.join(', ')})`;
  const said = usual === undefined || type === 'boolean' || /default/.test(describe);
  return `${describe}${words}${said ? '' : `; default: ${usual}`}`;
}

/** Where the second column begins: after the longest name, but not beyond a third of the width. */
const indentOf = (rows: readonly Row[], width: number): number =>
  Math.min(Math.max(0, ...rows.map(([name]) => name.length)) + 4, width < 60 ? 6 : 28);

/** Names and what they mean, in two columns; a name that is too long has a line of its own. */
const list = (rows: readonly Row[], width: number, indent: number): string[] =>
  rows.map(([name, what]) => {
    const head = `  ${name}`;
    const fits = head.length + 2 <= indent;
    const text = wrap(`${' '.repeat(indent)}${visible(what)}`, width, indent);
    return fits ? head.padEnd(indent) + text.slice(indent) : `${head}\n${text}`;
  });

/** Breaks a line between words, with the lines after the first indented. A word that is too long stays whole. */
export function wrap(text: string, width: number, indent: number): string {
  const start = /^ */.exec(text)![0];
  const lines: string[] = [];
  let line = start;
  let empty = true;
  for (const word of text.trim().split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
