import type { Argv } from 'yargs';
import { languages } from '../../config/settings-table.ts';
import { channelNames } from '../../deliver/channels/index.ts';
import { type Command, commonOptions, dayOption, nowOption } from '../command.ts';
import { type ExitCode, worst } from '../exit.ts';
import type { RunArguments } from '../job.ts';
import { sendingOptions } from '../options.ts';
import { stopOnSignal } from '../signals.ts';
import { print, printDiagnostics, printJson } from '../terminal.ts';

export const runCommand = {
  command: 'run [dump..]',
  describe: 'The main job: take dumps in, render feeds and Markdown, preview or send the digests',
  builder: (args: Argv) =>
    args
      .positional('dump', { type: 'string', array: true, describe: 'Files or folders; default: dumps/' })
      .options(commonOptions)
      .option('send', {
        group: 'Sending',
        type: 'boolean',
        default: false,
        describe: 'Send the digests; without it they are previews',
      })
      .options(sendingOptions(channelNames))
      .option('since', {
        type: 'string',
        requiresArg: true,
        describe: 'On a first run: mail editions of this date and later, not only the newest',
      })
      .option('backfill', {
        type: 'boolean',
        default: false,
        describe: 'Take the dumps in as history; nobody is mailed about them',
      })
      .option('require-state', {
        type: 'boolean',
        describe: 'Refuse to start with an empty archive; --no-require-state: never refuse that',
      })
      .option('allow-flood', {
        type: 'boolean',
        default: false,
        describe: 'Take in any number of new papers: the fuse is off',
      })
      .option('rebuild', {
        type: 'boolean',
        default: false,
        describe: 'Render every feed and page anew, not only those that show something new',
      })
      .option('summary', {
        type: 'string',
        requiresArg: true,
        describe: 'Also write the new papers as Markdown to this file, below 1 MiB, for the summary of a job',
      })
      .option('language', {
        choices: languages,
        describe: 'The language of feeds and site (en); mails follow each subscription',
      })
      .option('max-new', {
        type: 'string',
        requiresArg: true,
        describe: 'The fuse: stop before more new papers than this; default: 500',
      }),
  examples: [
    ['run', 'dumps/ and subscriptions/, as a preview'],
    ['run today.json --send', 'take a dump in and mail what is due (SMTP_URL names the server)'],
    ['run --json', 'what was done, for a script'],
  ],
  docs: 'interface.md#paperboyrun1',
  exits: [0, 2, 3, 4, 5, 130, 143],
  reports: true,
  run: runJob,
} satisfies Command;

async function runJob(argv: RunArguments): Promise<ExitCode> {
  const { prepare } = await import('../job.ts');
  const stop = stopOnSignal();
  const now = nowOption(argv.now);
  const date = dayOption('date', argv.date);
  const since = dayOption('since', argv.since);
  const job = await prepare(argv, { now, date, since }, stop.signal);
  try {
    const report = await job.run();
    if (argv.json) {
      const { runDocument } = await import('../documents.ts');
      printJson(runDocument(report));
    } else {
      const { summarise } = await import('../summary.ts');
      print(summarise(report, job.opens(report), job.nobody(report)));
    }
    printDiagnostics(report.diagnostics);
    return worst([...stop.code(), ...job.codes(report)]);
  } finally {
    await job.close();
  }
}
