import type { Argv } from 'yargs';
import { type Command, listOption, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { print, printJson } from '../terminal.ts';

interface TemplatesArguments {
  action: 'eject';
  file?: string[];
  to: string;
  subscription?: string;
  force: boolean;
  json: boolean;
}

export const templatesCommand = {
  command: 'templates <action> [file..]',
  describe: 'Copy the templates of the mail into a folder, to change them',
  builder: (args: Argv) =>
    args
      .positional('action', { choices: ['eject'] as const, demandOption: true, describe: 'What to do' })
      .positional('file', { type: 'string', array: true, describe: 'Only these, e.g. card.hbs; default: all' })
      .option('to', { type: 'string', requiresArg: true, default: 'my-templates', describe: 'The folder to copy into' })
      .option('subscription', { type: 'string', requiresArg: true, describe: 'For the subscription of this id only' })
      .option('force', { type: 'boolean', default: false, describe: 'Replace files that are there' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' }),
  examples: [
    ['templates eject theme.json', 'the colour, the name at the top, the width'],
    ['templates eject card.hbs --subscription ada', 'a card of her own'],
  ],
  docs: 'mail.md',
  exits: [0, 2],
  reports: true,
  run: eject,
} satisfies Command;

/** `paperboy.templates/1`. */
export interface TemplatesDocument {
  schema: 'paperboy.templates/1';
  folder: string;
  written: string[];
  kept: string[];
}

async function eject({ file, to, subscription, force, json }: TemplatesArguments): Promise<ExitCode> {
  const { ejectTemplates, templateFiles } = await import('../eject.ts');
  const files = listOption(file);
  const stranger = files.find((name) => !templateFiles.includes(name));
  if (stranger !== undefined) throw usage(`there is no template ${JSON.stringify(stranger)}`, templateFiles.join(', '));
  if (subscription !== undefined && !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(subscription)) {
    throw usage(
      `--subscription is not an id: ${JSON.stringify(subscription)}`,
      'the id of a subscription, in lower case',
    );
  }
  const { written, kept } = await ejectTemplates(files, to, subscription ?? null, force);
  if (json) {
    const document: TemplatesDocument = { schema: 'paperboy.templates/1', folder: to, written, kept };
    printJson(document);
    return 0;
  }
  for (const path of written) print(`wrote ${path}`);
  for (const path of kept) print(`kept  ${path}  (--force replaces it)`);
  print(`\nUse them: paperboy run --templates ${to}\nSee them: paperboy preview --templates ${to}`);
  return 0;
}
