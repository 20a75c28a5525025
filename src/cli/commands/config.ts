import type { Argv, Options } from 'yargs';
import { allSettings } from '../../config/all-settings.ts';
import type { SettingOrigin } from '../../config/origins.ts';
import { UserError } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { type Command, nowOption, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { paint, print, printDiagnostics, printJson } from '../terminal.ts';

interface ConfigArguments {
  setting?: string;
  config?: string;
  json: boolean;
  /** Flags by the keys of settings. */
  [flag: string]: unknown;
}

/** `paperboy.config/1`. */
export interface ConfigDocument {
  schema: 'paperboy.config/1';
  /** The file of settings; `null`: there is none. */
  file: string | null;
  settings: SettingOrigin[];
  diagnostics: Diagnostic[];
}

/** The flags of all commands that settings have: one sees what they would change. */
const flags = Object.fromEntries(
  allSettings.flatMap(({ key, flag, form, description }): [string, Options][] => {
    if (!flag || form === null) return [];
    const describe = description.replaceAll('`', '').replace(/\.$/, '');
    return [
      [key, form.type === 'truth' ? { type: 'boolean', describe } : { type: 'string', requiresArg: true, describe }],
    ];
  }),
);

export const configCommand = {
  command: 'config [setting]',
  describe: 'Show every setting, its value, and where that came from',
  builder: (args: Argv) =>
    args
      .positional('setting', { type: 'string', describe: 'Only the value of this one, such as site-url' })
      .options(flags)
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' }),
  examples: [
    ['config', 'all settings, and who set them'],
    ['config site-url', 'one value, for a script'],
  ],
  docs: 'configuration.md',
  exits: [0, 2],
  tolerant: true,
  run: config,
} satisfies Command;

async function config(argv: ConfigArguments): Promise<ExitCode> {
  const { setting, config: file, json } = argv;
  const { readConfiguration, settingsFile, namedFile } = await import('../environment.ts');
  const { originsOf } = await import('../../config/origins.ts');
  const faults = await readConfiguration(file);
  const { settings: all, diagnostics: wrong } = originsOf(process.env, settingsFile(), argv);
  let settings = all;
  const diagnostics = [...faults, ...wrong];
  for (const problem of await refusals()) {
    if (diagnostics.every(({ message }) => message !== problem.message)) diagnostics.push(problem);
  }
  const code = diagnostics.length > 0 ? 2 : 0;
  if (setting !== undefined) {
    const { nearest } = await import('../../diagnostic/index.ts');
    const found = settings.find(({ key, variable }) => key === setting || variable === setting);
    if (found === undefined) {
      const similar = nearest(
        setting,
        settings.map(({ key }) => key),
      );
      throw usage(
        `there is no setting ${JSON.stringify(setting)}${similar === null ? '' : `; did you mean "${similar}"?`}`,
        'one of those that `paperboy config` shows',
      );
    }
    // "set" would be taken for the value by a script.
    if (found.secret && !json) {
      throw usage(`${found.key} is a secret, and is never printed`, null, 'paperboy config shows whether it is set');
    }
    settings = [found];
  }
  if (json) {
    const document: ConfigDocument = {
      schema: 'paperboy.config/1',
      file: settingsFile() === null ? null : namedFile(file),
      settings,
      diagnostics,
    };
    printJson(document);
  } else if (setting !== undefined) print(textOf(settings[0]!));
  else show(settings);
  printDiagnostics(diagnostics);
  return code;
}

/** What a run would refuse: settings that are put together from several variables, or read where they are used. */
async function refusals(): Promise<Diagnostic[]> {
  const { environment } = await import('../environment.ts');
  const { settingsOf } = await import('../settings.ts');
  const { readKeys } = await import('../sending.ts');
  const env = environment();
  const found = [() => settingsOf({}), () => nowOption(undefined), () => readKeys(env)].flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      if (error instanceof UserError) return error.diagnostics;
      throw error;
    }
  });
  if (!env.PAPERBOY_SUBSCRIBERS) return found;
  const { readSubscribers } = await import('../../config/subscribers.ts');
  return [...found, ...readSubscribers(env.PAPERBOY_SUBSCRIBERS).diagnostics];
}

function textOf({ value, secret, set }: SettingOrigin): string {
  if (secret) return set ? 'set' : 'not set';
  if (value === null) return '';
  return Array.isArray(value) ? value.join('\n') : String(value);
}

function show(settings: readonly SettingOrigin[]): void {
  const width = Math.max(...settings.map(({ key }) => key.length));
  let group = '';
  for (const setting of settings) {
    if (setting.group !== group) {
      print(`${group === '' ? '' : '\n'}${paint('bold', setting.group)}`);
      group = setting.group;
    }
    const value = textOf(setting).replaceAll('\n', ', ') || '-';
    const origin = setting.origin === 'default' ? setting.otherwise : `from ${setting.from}`;
    print(`  ${setting.key.padEnd(width)}  ${value}${origin === null || origin === value ? '' : `  (${origin})`}`);
  }
}
