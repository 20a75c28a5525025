import type { Argv } from 'yargs';
import type { Command } from '../../src/cli/command.ts';
import { channels } from '../../src/deliver/channels/index.ts';
import { formats } from '../../src/parse/formats/index.ts';
import type { Output } from '../../src/render/output.ts';
import { outputs } from '../../src/render/outputs/index.ts';

/** What yargs is told of an option or a positional argument, as far as the reference shows it. */
interface Described {
  type?: string;
  choices?: readonly string[];
  default?: unknown;
  describe?: string;
  alias?: string | readonly string[];
  array?: boolean;
  hidden?: boolean;
}

interface Recorded {
  positionals: [name: string, described: Described][];
  options: [name: string, described: Described][];
  /** Those that the builder gives itself; `Command.examples` is the other place. */
  examples: [type: string, what: string][];
}

/** Runs a command's builder on a recorder in place of yargs: every call is chainable, and those that describe are kept. */
export function record({ builder }: Pick<Command, 'builder'>): Recorded {
  const recorded: Recorded = { positionals: [], options: [], examples: [] };
  const keep = {
    positional: (name: string, described: Described) => recorded.positionals.push([name, described]),
    option: (name: string | Record<string, Described>, described?: Described) =>
      typeof name === 'string'
        ? recorded.options.push([name, described ?? {}])
        : recorded.options.push(...Object.entries(name)),
    example: (type: string, what: string) => recorded.examples.push([type.replace(/^\$0 /, ''), what]),
  };
  const calls: Record<string, (...args: never[]) => unknown> = { ...keep, options: keep.option };
  const recorder: unknown = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: never[]) => {
          calls[String(name)]?.(...args);
          return recorder;
        },
    },
  );
  builder(recorder as Argv);
  return recorded;
}

/** A table of Markdown; a `|` within a cell is escaped. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`)
    .join('\n');
export const code = (text: string): string => `\`${text}\``;

/** What may be given: words to choose from, or the kind of value. */
function value({ type, choices, array }: Described): string {
  if (choices !== undefined) return choices.map(code).join(', ');
  if (type === 'boolean' || type === 'count') return '';
  return type === 'number' ? 'a number' : array === true ? 'text, repeatable' : 'text';
}

/** A default as a reader would write it; a switch that is off has none to tell. */
const preset = (given: unknown): string =>
  given === undefined || given === false || given === ''
    ? ''
    : code(Array.isArray(given) ? given.join(' ') : String(given));

const flag = (name: string, { alias }: Described): string =>
  [name, ...(alias === undefined ? [] : [alias].flat())]
    .map((one) => code(`${one.length === 1 ? '-' : '--'}${one}`))
    .join(', ');

/** Descriptions are plain text: what Markdown or HTML would take for markup is escaped. */
const plain = (text: string | undefined): string => (text ?? '').replace(/[<*_`\\]/g, (sign) => `\\${sign}`);

/** The chapter of one command. */
export function chapter(command: Command): string {
  const { positionals, options, examples } = record(command);
  const [name] = command.command.split(' ');
  const shown = options.filter(([, { hidden }]) => hidden !== true);
  const parts = [`### ${name}`, `${plain(command.describe)}.`, `\`\`\`text\npaperboy ${command.command}\n\`\`\``];
  if (positionals.length > 0)
    parts.push(
      table(
        ['argument', 'value', 'meaning'],
        positionals.map(([key, told]) => [code(key), value(told), plain(told.describe)]),
      ),
    );
  if (shown.length > 0)
    parts.push(
      table(
        ['option', 'value', 'default', 'meaning'],
        shown.map(([key, told]) => [flag(key, told), value(told), preset(told.default), plain(told.describe)]),
      ),
    );
  const all = [...(command.examples ?? []), ...examples];
  if (all.length > 0)
    parts.push(
      table(
        ['example', 'what it does'],
        all.map(([type, what]) => [code(`paperboy ${type}`), plain(what)]),
      ),
    );
  if (command.docs !== undefined) parts.push(`More: [${command.docs}](${command.docs}).`);
  return parts.join('\n\n');
}

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
      const name = command.split(' ')[0]!;
      return [`[${code(`paperboy ${short ? name : command}`)}](${link(name)})`, describe];
    }),
  );
