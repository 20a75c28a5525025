import type { Argv } from 'yargs';
import { channelNames } from '../../deliver/channels/index.ts';
import { type Command, listOption, nowOption, usage } from '../command.ts';
import { type ExitCode, worst } from '../exit.ts';
import type { RunArguments } from '../job.ts';
import { sendingOptions } from '../options.ts';
import { stopOnSignal } from '../signals.ts';
import { print, printDiagnostics, printJson } from '../terminal.ts';

interface SendArguments extends RunArguments {
  dryRun: boolean;
  limit?: string;
  to?: string;
  only?: string | string[];
}

export const sendCommand = {
  command: 'send',
  describe: 'Send what is due, without taking dumps in; what an earlier run did not finish comes first',
  builder: (args: Argv) =>
    args
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .options(sendingOptions(channelNames))
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'Say what would be sent; send and record nothing',
      })
      .option('limit', { type: 'string', requiresArg: true, describe: 'Send at most so many digests' })
      .option('only', { type: 'string', requiresArg: true, describe: 'Only the subscription of this id; repeatable' })
      .option('to', {
        type: 'string',
        requiresArg: true,
        describe: 'A test: send one digest to this address instead, and record nothing',
      }),
  examples: [
    ['send --dry-run', 'who would get what'],
    ['send --to me@example.org --only ada', "Ada's digest to yourself, as a test"],
  ],
  docs: 'sending.md',
  exits: [0, 2, 4, 5, 130, 143],
  reports: true,
  run: send,
} satisfies Command;

async function send(argv: SendArguments): Promise<ExitCode> {
  const stop = stopOnSignal();
  const now = nowOption(argv.now);
  if (argv.limit !== undefined && !/^[1-9]\d{0,8}$/.test(argv.limit))
    throw usage('--limit is not a whole number above 0');
  const limit = argv.limit === undefined ? null : Number(argv.limit);
  if (argv.to !== undefined) {
    if (argv.dryRun || limit !== null) throw usage('--to goes without --dry-run and --limit');
    const { testSend } = await import('../test-send.ts');
    return testSend({ ...argv, to: argv.to, only: listOption(argv.only) }, now, stop.signal);
  }
  const { prepare } = await import('../job.ts');
  const job = await prepare(
    { ...argv, send: true, backfill: false, requireState: undefined },
    { now, date: null, since: null },
    stop.signal,
    { limit, dryRun: argv.dryRun, only: listOption(argv.only) },
  );
  try {
    const report = await job.run();
    if (argv.json) {
      const { sendDocument } = await import('../delivery-documents.ts');
      printJson(sendDocument(report, argv.dryRun));
    } else {
      const { outcomes } = await import('../outcomes.ts');
      const nobody = job.nobody(report);
      print(`${outcomes(report, argv.dryRun)}${nobody === null ? '' : `\n\n${nobody}`}`);
    }
    printDiagnostics(report.diagnostics);
    return worst([...stop.code(), ...job.codes(report)]);
  } finally {
    await job.close();
  }
}
