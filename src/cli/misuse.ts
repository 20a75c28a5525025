import { nearest, type UserError } from '../diagnostic/index.ts';
import { type Command, usage } from './command.ts';
import { everywhere, type Takes } from './takes.ts';

/** What was typed, and what could have been. */
export interface Typed {
  command: Command;
  args: readonly string[];
  takes: Takes;
}

/** What yargs says of wrong arguments, in words for people who do not know yargs, and with what was meant. */
export function explain(message: string, typed: Typed): UserError {
  const name = typed.command.command.split(' ')[0]!;
  const hint = `paperboy ${name} --help shows examples and options`;
  const { said, expected } = clearer(message, typed);
  return usage(said, expected, hint);
}

interface Clearer {
  said: string;
  expected: string | null;
}

function clearer(message: string, { args, takes }: Typed): Clearer {
  if (message.startsWith('Not enough non-option arguments')) return missing(takes);
  const noValue = /^Not enough arguments following: (.+)$/.exec(message);
  if (noValue !== null) return { said: `--${noValue[1]!.replace(/^-+/, '')} needs a value`, expected: null };
  const wrongChoice = /Argument: (.+), Given: (.+), Choices: (.+)/.exec(message);
  if (wrongChoice !== null) return choice(wrongChoice[1]!, unquoted(wrongChoice[2]!), takes);
  const unknown = /^Unknown (?:arguments?|commands?): (.+)$/.exec(message);
  if (unknown === null) return { said: message, expected: null };
  // An option is named without its dashes, and without what switches it off.
  const option = (word: string) => {
    const typed = args.includes(`--no-${word}`) ? `no-${word}` : word;
    return `--${typed}${meant(typed, takes)}`;
  };
  const isOption = (word: string) => !args.includes(word) && word.length > 1;
  const said = unknown[1]!.split(', ').map((word) => (isOption(word) ? option(word) : word));
  return { said: `unknown: ${said.join(', ')}`, expected: null };
}

/** The option that a slip turned into this one, as a question. */
function meant(word: string, { options }: Takes): string {
  const names = [...options.map(([name]) => name), ...Object.keys(everywhere), 'version'];
  const near = nearest(word, [...names, ...names.map((name) => `no-${name}`)]);
  return near === null ? '' : ` (did you mean --${near}?)`;
}

/** The first of the words that are not there. */
function missing({ positionals }: Takes): Clearer {
  const [name, { choices, describe = '' } = {}] = positionals[0] ?? ['argument'];
  const expected = choices === undefined ? describe : choices.join(', ');
  return { said: `say which ${name}`, expected: expected === '' ? null : expected };
}

function choice(name: string, given: string, { options, positionals }: Takes): Clearer {
  const found = [...options, ...positionals].find(([one]) => one === name);
  const choices = found?.[1].choices ?? [];
  const near = nearest(given, choices);
  const flag = positionals.some(([one]) => one === name) ? name : `--${name}`;
  const question = near === null ? '' : `; did you mean "${near}"?`;
  return { said: `${flag} cannot be ${JSON.stringify(given)}${question}`, expected: choices.join(', ') };
}

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1');
