import type { Argv } from 'yargs';
import type { Command } from './command.ts';

/** What yargs is told of an option or a positional argument. */
export interface Described {
  type?: 'string' | 'boolean' | 'number' | 'array' | 'count';
  choices?: readonly string[];
  default?: unknown;
  describe?: string;
  /** The heading in `--help`; `Options` when absent. */
  group?: string;
  hidden?: boolean;
  array?: boolean;
  requiresArg?: boolean;
}

/** What a command takes, in the order in which its builder says it. */
export interface Takes {
  positionals: [name: string, described: Described][];
  options: [name: string, described: Described][];
}

/**
 * Runs a command's builder on a recorder in the place of yargs: help and completion read from it what yargs will read, and
 * need not load yargs for that. Calls that describe nothing are passed over.
 */
export function takesOf({ builder }: Pick<Command, 'builder'>): Takes {
  const takes: Takes = { positionals: [], options: [] };
  const option = (name: string | Record<string, Described>, described: Described = {}) => {
    if (typeof name === 'string') takes.options.push([name, described]);
    else takes.options.push(...Object.entries(name));
  };
  const keep: Record<string, (name: never, described: Described) => unknown> = {
    option,
    options: option,
    positional: (name: string, described: Described) => takes.positionals.push([name, described]),
  };
  const recorder: unknown = new Proxy(
    {},
    {
      get:
        (_, call) =>
        (name: never, described: Described): unknown => {
          keep[String(call)]?.(name, described);
          return recorder;
        },
    },
  );
  builder(recorder as Argv);
  return takes;
}

/** Options that every command has. */
export const everywhere = {
  config: { type: 'string', requiresArg: true, describe: 'The file of settings (paperboy.yaml)' },
  quiet: { type: 'boolean', default: false, describe: 'Say nothing but errors; data is printed all the same' },
  verbose: { type: 'boolean', default: false, describe: 'Also remarks, and how long the steps took, on stderr' },
  color: { type: 'boolean', describe: 'Colours or none; else as NO_COLOR, FORCE_COLOR and the terminal have it' },
  help: { type: 'boolean', default: false, describe: 'Show examples, options and where to read more' },
} as const satisfies Record<string, Described>;
