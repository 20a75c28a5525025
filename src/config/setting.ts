/** What was read: a value, or what is wrong with the text, as a phrase that does not repeat it. */
export type Read<T> = { value: T } | { wrong: string };

/** How a setting is written in `paperboy.yaml`; a secret or a matter of the machine is not written there at all. */
export type Form =
  | { type: 'text'; expected: string; example: string }
  | { type: 'path' }
  | { type: 'whole'; from: number; to: number }
  | { type: 'truth' }
  | { type: 'choice'; choices: readonly string[] }
  | { type: 'paths' };

/** What a value must be, in words, for messages and the reference. */
export function expectedOf(form: Form): string {
  switch (form.type) {
    case 'whole':
      return `a whole number from ${form.from} to ${form.to}`;
    case 'truth':
      return 'true or false';
    case 'choice':
      return `one of ${form.choices.join(', ')}`;
    case 'paths':
      return 'a path or a list of paths';
    case 'path':
      return 'a path';
    default:
      return `${form.expected}, such as ${form.example}`;
  }
}

/** One setting: its names, what it is when nobody says anything, and how a text becomes its value. */
export interface Setting<T = unknown> {
  /** The name in `paperboy.yaml`, and of the flag with two dashes before it; that of the variable where there is only that. */
  key: string;
  /** The variable of the environment. */
  variable: string;
  /** `false`: no command has a flag for it. */
  flag: boolean;
  /** `null`: only in the environment. */
  form: Form | null;
  /** `true`: it is never printed. */
  secret: boolean;
  group: Group;
  description: string;
  fallback: T;
  /** The default in words, where the value itself says little. */
  fallbackText?: string;
  read(text: string): Read<T>;
}

/** In the order of documents. */
export const groups = [
  'files',
  'publishing',
  'sending',
  'the mail server',
  'the mailbox',
  'other ways out',
  'asking the site',
  'the run',
] as const;
export type Group = (typeof groups)[number];

type Names = { variable: string; group: Group; description: string; flag?: boolean; fallbackText?: string };

const setting = <T>(
  key: string,
  form: Form | null,
  names: Names,
  fallback: T,
  read: (text: string) => Read<T>,
): Setting<T> => ({
  key,
  form,
  fallback,
  read,
  secret: false,
  flag: true,
  ...names,
});

const isPath = (text: string): boolean => text !== '' && !text.includes('\0');

/** A file or a folder. */
export const path = (key: string, fallback: string, names: Names): Setting<string> =>
  setting(key, { type: 'path' }, names, fallback, (text) =>
    isPath(text) ? { value: text } : { wrong: 'is not a path' },
  );

/** Files or folders; in the environment one a line. */
export const paths = (key: string, fallback: readonly string[], names: Names): Setting<readonly string[]> =>
  setting(key, { type: 'paths' }, names, fallback, (text) => {
    const given = text.split(/\r?\n/).filter((line) => line !== '');
    return given.length > 0 && given.every(isPath) ? { value: given } : { wrong: 'is no list of paths' };
  });

/** Text that a function of its own reads. @param kind what it must be, and one that is right. */
export const text = <T>(
  key: string,
  kind: { expected: string; example: string },
  names: Names,
  read: (text: string) => Read<T>,
): Setting<T | null> => setting<T | null>(key, { type: 'text', ...kind }, names, null, read);

export const whole = (key: string, fallback: number, [from, to]: [number, number], names: Names): Setting<number> =>
  setting(key, { type: 'whole', from, to }, names, fallback, (given) =>
    /^\d{1,9}$/.test(given) && Number(given) >= from && Number(given) <= to
      ? { value: Number(given) }
      : { wrong: from === 1 ? 'is not a whole number above 0' : `is not a whole number from ${from} to ${to}` },
  );

export const truth = <T extends boolean | null>(key: string, fallback: T, names: Names): Setting<boolean | T> =>
  setting<boolean | T>(key, { type: 'truth' }, names, fallback, (given) =>
    given === 'true' || given === 'false' ? { value: given === 'true' } : { wrong: 'is neither true nor false' },
  );

export const choice = <const T extends string, F extends T | null>(
  key: string,
  choices: readonly T[],
  fallback: F,
  names: Names,
): Setting<T | F> =>
  setting<T | F>(key, { type: 'choice', choices }, names, fallback, (given) => {
    const found = choices.find((each) => each === given);
    return found === undefined ? { wrong: `is none of ${choices.join(', ')}` } : { value: found };
  });

/** One that only the environment says, and that is read where it is used. */
export const variable = (name: string, names: Omit<Names, 'variable'> & { secret?: boolean }): Setting<null> => ({
  ...setting(name, null, { flag: false, ...names, variable: name }, null, () => ({
    value: null,
  })),
  secret: names.secret ?? false,
});
