import type { Argv } from 'yargs';
import type { Command } from '../command.ts';
import { type ExitCode, worst } from '../exit.ts';
import type { InboxArguments } from '../inbox-job.ts';
import { stopOnSignal } from '../signals.ts';
import { print, printDiagnostics, printJson } from '../terminal.ts';

export const inboxCommand = {
  command: 'inbox [file..]',
  describe: 'Read mails that ask to subscribe, change or leave, obey those that may, and answer',
  examples: [
    ['inbox --imap', 'the mailbox that IMAP_URL and IMAP_PASSWORD name'],
    ['inbox --maildir ~/Maildir --dry-run', 'what would be done, without doing it'],
    ['inbox request.eml --channel directory', 'one mail; the answer goes to out/mail/letters'],
  ],
  docs: 'subscribing.md',
  builder: (args: Argv) =>
    args
      .positional('file', { type: 'string', array: true, describe: 'Mails, as .eml files' })
      .option('imap', { type: 'boolean', default: false, describe: 'Read the mailbox of IMAP_URL' })
      .option('maildir', { type: 'string', requiresArg: true, describe: 'Read a Maildir' })
      .option('channel', { choices: ['smtp', 'directory'], describe: 'The way out for the answers; smtp by default' })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'Say what would be done; change and send nothing',
      })
      .option('limit', { type: 'string', requiresArg: true, describe: 'Most mails in one go (200)' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .option('out', { type: 'string', requiresArg: true, describe: 'The output folder (out)' })
      .option('templates', { type: 'string', requiresArg: true, describe: 'A folder of templates of your own' })
      .option('from', { type: 'string', requiresArg: true, describe: 'The sender, "Name <address>"' }),
  exits: [0, 2, 3, 4, 5, 130, 143],
  reports: true,
  run: inbox,
} satisfies Command;

async function inbox(argv: InboxArguments): Promise<ExitCode> {
  const { readBox } = await import('../inbox-job.ts');
  const stop = stopOnSignal();
  const { rows, diagnostics } = await readBox(argv, stop.signal);
  if (argv.json) {
    const { inboxDocument } = await import('../subscriber-documents.ts');
    printJson(inboxDocument(rows, diagnostics, argv.dryRun));
  } else {
    const { inboxText } = await import('../subscriber-text.ts');
    print(inboxText(rows, argv.dryRun));
  }
  printDiagnostics(diagnostics);
  const undelivered = rows.some(({ delivery }) => delivery !== null && delivery !== 'sent');
  const failed = rows.some(({ did }) => did === 'error');
  const unread = diagnostics.some(({ severity }) => severity === 'error');
  return worst([...stop.code(), undelivered ? 4 : 0, failed ? 1 : 0, unread ? 3 : 0]);
}
