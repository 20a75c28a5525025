import type { Command } from '../../src/cli/command.ts';
import { type Described, everywhere, takesOf } from '../../src/cli/takes.ts';
import { channels } from '../../src/deliver/channels/index.ts';
import { formats } from '../../src/parse/formats/index.ts';
import type { Output } from '../../src/render/output.ts';
import { outputs } from '../../src/render/outputs/index.ts';

/** A table of Markdown; a `|` within a cell is escaped. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`)
    .join('\n');
const code = (text: string): string => `\`${text}\``;

/** What may be given: words to choose from, or the kind of value. */
function value({ type, choices, array }: Described): string {
  if (choices !== undefined) return choices.map(code).join(', ');
  if (type === 'boolean') return '';
  return type === 'number' ? 'a number' : array === true ? 'text, repeatable' : 'text';
}

/** A default as a reader would write it; a switch that is off has none to tell. */
const preset = (given: unknown): string =>
  given === undefined || given === false || given === ''
    ? ''
    : code(Array.isArray(given) ? given.join(' ') : String(given));

/** An option that can be on, off or left open is named with both its forms. */
const flag = (name: string, { type, default: usual }: Described): string =>
  code(`--${type === 'boolean' && usual !== false ? '[no-]' : ''}${name}`);

const optionsTable = (options: readonly [string, Described][]): string =>
  table(
    ['option', 'value', 'default', 'meaning'],
    options.map(([key, told]) => [flag(key, told), value(told), preset(told.default), plain(told.describe)]),
  );

/** The options that every command has. */
export const generalOptions = (): string => optionsTable(Object.entries(everywhere));

/** Descriptions are plain text: what Markdown or HTML would take for markup is escaped. */
const plain = (text: string | undefined): string => (text ?? '').replace(/[<*_`\\]/g, (sign) => `\\${sign}`);

/** The chapter of one command. */
export function chapter(command: Command): string {
  const { positionals, options } = takesOf(command);
  const shown = options.filter(([, { hidden }]) => hidden !== true);
  const parts = [
    `### ${nameOf(command)}`,
    `${plain(command.describe)}.`,
    `\`\`\`text\npaperboy ${command.command}\n\`\`\``,
    table(
      ['example', 'what it does'],
      command.examples.map(([type, what]) => [code(`paperboy ${type}`), plain(what)]),
    ),
  ];
  if (positionals.length > 0)
    parts.push(
      table(
        ['argument', 'value', 'meaning'],
        positionals.map(([key, told]) => [code(key), value(told), plain(told.describe)]),
      ),
    );
  if (shown.length > 0) parts.push(optionsTable(shown));
  const codes = command.exits.toSorted((one, other) => one - other).join(', ');
  parts.push(`Exit codes: ${codes}. More: [${command.docs}](${command.docs}).`);
  return parts.join('\n\n');
}

/** The word that calls a command. */
export const nameOf = ({ command }: Pick<Command, 'command'>): string => command.split(' ')[0]!;

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

/** The tables of what Paperboy reads, writes and sends through, from the tables of the code. */
export const tables = {
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

/** The table of commands; `link` makes the place where one is described, `short` leaves the arguments out. */
export const commandsTable = (commands: readonly Command[], link: (name: string) => string, short = false): string =>
  table(
    ['command', 'what it does'],
    commands.map(({ command, describe }) => {
      const name = nameOf({ command });
      return [`[${code(`paperboy ${short ? name : command}`)}](${link(name)})`, describe];
    }),
  );
