import type { Argv } from 'yargs';
import { type Command, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { placeOptions } from '../options.ts';

const kinds = ['crontab', 'systemd', 'workflow', 'launchd'] as const;

export interface ScheduleArguments {
  kind: (typeof kinds)[number];
  at: string;
  timeZone?: string;
  send: boolean;
  fetch: boolean;
  folder?: string;
  action?: string;
  part?: 'service' | 'timer';
  subscriptions?: string;
  siteUrl?: string;
}

export const scheduleCommand = {
  command: 'schedule <kind>',
  describe: 'Print a crontab line, a systemd timer, a launch agent or a GitHub workflow that runs Paperboy every day',
  builder: (args: Argv) =>
    args
      .positional('kind', { choices: kinds, demandOption: true, describe: 'What is to run it' })
      .option('at', {
        type: 'string',
        requiresArg: true,
        default: '07:23',
        describe: 'The time of day; off the full hour, when many others run',
      })
      .option('time-zone', {
        type: 'string',
        requiresArg: true,
        describe: "The time zone of --at, such as Europe/Vienna; default: the machine's, and UTC on GitHub",
      })
      .option('send', { type: 'boolean', default: false, describe: 'Send the digests; without it they are previews' })
      .option('fetch', { type: 'boolean', default: false, describe: "Ask the site for today's list first" })
      .option('folder', {
        type: 'string',
        requiresArg: true,
        describe: 'The folder with dumps/ and subscriptions/; default: this one',
      })
      .option('part', { choices: ['service', 'timer'] as const, describe: 'systemd: print only this unit' })
      .option('action', {
        type: 'string',
        requiresArg: true,
        describe: 'workflow: the action, OWNER/REPO@SHA; ./ in a copy of its repository',
      })
      .option('subscriptions', placeOptions.subscriptions)
      .option('site-url', {
        type: 'string',
        requiresArg: true,
        describe: 'workflow: the address under which out/public is published',
      }),
  examples: [
    ['schedule crontab --fetch --send', 'lines for crontab -e'],
    ['schedule systemd --at 06:40 --time-zone Europe/Vienna --send', 'a service and a timer'],
    ['schedule workflow > .github/workflows/paperboy.yml', 'for GitHub, in a copy of the repository'],
  ],
  docs: 'schedule.md',
  exits: [0, 2],
  run: schedule,
} satisfies Command;

async function schedule(argv: ScheduleArguments): Promise<ExitCode> {
  const { timeIn, zoneIn } = await import('../schedule/plan.ts');
  const time = timeIn(argv.at);
  if (time === null) throw usage('--at is not a time of day', 'a time from 00:00 to 23:59, such as 07:23');
  const timeZone = argv.timeZone === undefined ? null : zoneIn(argv.timeZone);
  if (argv.timeZone !== undefined && timeZone === null) {
    throw usage('--time-zone is not an IANA time zone', 'a name such as Europe/Vienna');
  }
  if (argv.part !== undefined && argv.kind !== 'systemd') throw usage('--part is for systemd');
  if (argv.action !== undefined && argv.kind !== 'workflow') throw usage('--action is for workflow');
  const { scheduleText } = await import('../schedule/text.ts');
  const { text, remarks } = await scheduleText({ ...time, timeZone, send: argv.send, fetch: argv.fetch }, argv);
  process.stdout.write(text);
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
  return 0;
}
