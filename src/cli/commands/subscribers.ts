import type { Argv } from 'yargs';
import { exportFormats } from '../../subscribers/export-formats.ts';
import type { Command } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import type { SubscribersArguments } from '../subscribers-job.ts';
import { print, printDiagnostics, printJson } from '../terminal.ts';

export const subscribersCommand = {
  command: 'subscribers <action> [who]',
  describe: 'Look at those who subscribed by mail or on the web, add, import, export or erase them',
  examples: [
    ['subscribers list', 'everybody, without addresses'],
    ['subscribers import members.csv --topics "DPO, reward model" --confirmed', 'a list of listmonk or Mailman'],
    ['subscribers erase env:ADDRESS', 'forgets somebody, and keeps a keyed hash'],
  ],
  docs: 'subscribing.md',
  builder: (args: Argv) =>
    args
      .positional('action', {
        choices: ['list', 'show', 'add', 'import', 'export', 'erase', 'compact'] as const,
        demandOption: true,
        describe: 'What to do',
      })
      .positional('who', { type: 'string', describe: 'An id, an address or env:NAME; for import and export a file' })
      .option('state', { type: 'string', requiresArg: true, describe: 'Only those in that state' })
      .option('topics', {
        type: 'string',
        requiresArg: true,
        describe: 'Topics of those who name none; ";" between lines',
      })
      .option('cadence', { choices: ['daily', 'weekdays', 'weekly', 'monthly'], describe: 'How often they get mail' })
      .option('confirmed', { type: 'boolean', default: false, describe: 'You say that they agreed to get mail' })
      .option('format', { choices: exportFormats, default: 'csv' as const, describe: 'The form of an export' })
      .option('addresses', { type: 'boolean', default: false, describe: 'Write addresses into the file of an export' })
      .option('dry-run', { type: 'boolean', default: false, describe: 'Say what an import would do' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .option('out', { type: 'string', requiresArg: true, describe: 'The output folder (out)' }),
  exits: [0, 2, 3, 5],
  run: subscribers,
} satisfies Command;

async function subscribers(argv: SubscribersArguments): Promise<ExitCode> {
  const { subscribersJob } = await import('../subscribers-job.ts');
  const report = await subscribersJob(argv);
  if (argv.json) {
    const { subscribersDocument } = await import('../subscriber-documents.ts');
    printJson(subscribersDocument(report));
  } else {
    const { subscribersText } = await import('../subscriber-text.ts');
    print(subscribersText(report, argv.action));
  }
  printDiagnostics(report.diagnostics);
  return report.diagnostics.length > 0 ? 3 : 0;
}
