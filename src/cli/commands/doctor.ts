import type { Argv } from 'yargs';
import { type Command, commonOptions, listOption } from '../command.ts';
import { type ExitCode, worst } from '../exit.ts';
import { placeOptions } from '../options.ts';
import { printJson } from '../terminal.ts';

interface DoctorArguments {
  config?: string;
  json: boolean;
  offline: boolean;
  ask?: string | string[];
  out?: string;
  subscriptions?: string;
  templates?: string;
  siteUrl?: string;
  from?: string;
}

export const doctorCommand = {
  command: 'doctor',
  describe: 'Look at everything that a run needs, from settings to DNS; each finding with a remedy. Sends nothing',
  builder: (args: Argv) =>
    args
      .option('offline', { type: 'boolean', default: false, describe: 'Leave the network alone' })
      .option('ask', {
        choices: ['webhook', 'site-url'] as const,
        describe: 'Also ask this address whether it answers; repeatable',
      })
      .options(placeOptions)
      .option('templates', { type: 'string', requiresArg: true, describe: 'A folder of templates of your own' })
      .option('site-url', {
        type: 'string',
        requiresArg: true,
        describe: 'The address under which out/public is published',
      })
      .option('from', { type: 'string', requiresArg: true, describe: 'The sender, "Name <address>"' })
      .option('json', commonOptions.json),
  examples: [
    ['doctor', 'what is wrong, and what to do about it'],
    ['doctor --offline', 'without the mail server and DNS'],
  ],
  docs: 'doctor.md',
  exits: [0, 2, 4, 5],
  tolerant: true,
  run: doctor,
} satisfies Command;

async function doctor(argv: DoctorArguments): Promise<ExitCode> {
  const { examine } = await import('../doctor/doctor.ts');
  const { realWorld } = await import('../doctor/world.ts');
  const { environment, readConfiguration } = await import('../environment.ts');
  const { codesOf } = await import('../doctor/check.ts');
  const flags = {
    outDir: argv.out,
    subscriptionsDir: argv.subscriptions,
    templatesDir: argv.templates,
    siteUrl: argv.siteUrl,
    from: argv.from,
  };
  const fileFaults = await readConfiguration(argv.config);
  // Also what is empty: in a workflow that says that a secret is missing.
  const env = { ...process.env, ...environment() };
  const world = realWorld({ env, offline: argv.offline, asks: listOption(argv.ask) });
  const findings = await examine(flags, world, fileFaults);
  if (argv.json) printJson({ schema: 'paperboy.doctor/1', checks: findings });
  else {
    const { show } = await import('../doctor/show.ts');
    show(findings);
  }
  return worst(codesOf(findings));
}
