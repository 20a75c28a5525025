import type { InboxDocument } from './documents.ts';
import type { Outcome } from './job.ts';
import type { World } from './steps.ts';

/**
 * Whether mails wait that ask to subscribe, change or leave; `false` where no mailbox is set up (`IMAP_URL`). Changes and
 * answers nothing: that is done with the right to send.
 */
export async function mailWaits(world: World, outcome: Outcome): Promise<boolean> {
  if (!world.readsMail) return false;
  const { code, document, said } = await world.command.run<InboxDocument>(...inboxArguments(world), '--dry-run');
  if (document !== null) return document.mails.length > 0;
  outcome.codes.push(code);
  outcome.problems.push(...world.problemsOf(said));
  return false;
}

/** Does what the mails ask for, and answers them. */
export async function readMail(world: World, outcome: Outcome): Promise<void> {
  if (!world.readsMail) return;
  const { code, document, said } = await world.command.run<InboxDocument>(...inboxArguments(world));
  outcome.codes.push(code);
  outcome.problems.push(...(document?.diagnostics ?? world.problemsOf(said)));
  const done = document?.mails.length ?? 0;
  if (done > 0) outcome.notes.push(`Mails read: ${done}, answered: ${answered(document!)}`);
}

const answered = ({ mails }: InboxDocument): number => mails.filter(({ delivery }) => delivery === 'sent').length;

const inboxArguments = ({ inputs, fixedNow }: World): string[] => [
  'inbox',
  '--imap',
  '--json',
  `--out=${inputs.out}`,
  ...(inputs.channel === '' ? [] : [`--channel=${inputs.channel}`]),
  ...(fixedNow === null ? [] : [`--now=${fixedNow}`]),
];
