import type { Argv } from 'yargs';
import type { SuppressionRecord } from '../../deliver/ledger-types.ts';
import { type Command, nowOption, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import type { LedgerArguments, LedgerJob } from '../ledger-job.ts';
import { placeOptions } from '../options.ts';
import { print, printJson } from '../terminal.ts';

const who = {
  type: 'string',
  array: true,
  demandOption: true,
  describe: 'Subscriptions, addresses (with PAPERBOY_KEY), or env:NAME for an address in a variable',
} as const;

const builder = (args: Argv) =>
  args
    .positional('who', who)
    .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
    .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
    .options(placeOptions);

export const suppressCommand = {
  command: 'suppress <who..>',
  describe: 'Never mail a subscription or an address again; addresses are remembered as a keyed hash only',
  builder: (args: Argv) => builder(args).example('$0 suppress ada', ''),
  run: (argv: Arguments) => change('suppressed', argv),
} satisfies Command;

export const unsuppressCommand = {
  command: 'unsuppress <who..>',
  describe: 'Lift that again',
  builder: (args: Argv) => builder(args).example('$0 unsuppress ada', ''),
  run: (argv: Arguments) => change('unsuppressed', argv),
} satisfies Command;

type Arguments = LedgerArguments & { who: string[] };

async function change(type: SuppressionRecord['type'], argv: Arguments): Promise<ExitCode> {
  const { add, withLedger } = await import('../ledger-job.ts');
  const { suppressionRow } = await import('../delivery-documents.ts');
  const at = nowOption(argv.now);
  const { changed, active } = await withLedger(argv, async (job) => {
    const records = (await Promise.all(argv.who.map((one) => recordsOf(type, one, job, at)))).flat();
    for (const record of records) await add(job, record);
    return { changed: records, active: job.planner.ledger.suppressions.active };
  });
  if (argv.json) {
    const suppressions = active.map(suppressionRow);
    printJson({ schema: 'paperboy.suppress/1', changed: changed.map(suppressionRow), suppressions });
  } else if (changed.length === 0) print('Nothing to change.');
  else print(type === 'suppressed' ? 'Will not be mailed any more.' : 'May be mailed again.');
  return 0;
}

/** The records that change it for one argument; none when it is so already. */
async function recordsOf(
  type: SuppressionRecord['type'],
  one: string,
  { planner, keys, settings }: LedgerJob,
  at: string,
): Promise<SuppressionRecord[]> {
  const { suppressionRecord } = await import('../../deliver/suppression.ts');
  const { checkAddress } = await import('../../model/mailbox.ts');
  const { suppressions } = planner.ledger;
  const options = { keys, reason: 'asked', at };
  const text = one.startsWith('env:') ? (process.env[one.slice(4)] ?? '') : one;
  if (one.startsWith('env:') || one.includes('@')) {
    const gate = checkAddress(text);
    if (!gate.ok) throw usage(`${one.startsWith('env:') ? one : 'the address'} ${gate.reason}`);
    if (keys.current === null) {
      throw usage('an address is remembered only under a key', 'PAPERBOY_KEY, or the id of a subscription instead');
    }
    const known = suppressions.of('', text, keys);
    if ((known !== null) === (type === 'suppressed')) return [];
    return [known === null ? suppressionRecord(type, { address: text }, options) : { ...known, type, ...asked(at) }];
  }
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(one)) throw usage(`${JSON.stringify(one)} is no id of a subscription`);
  const { loadEverybody } = await import('../everybody.ts');
  const { subscriptions, unread, addressOf } = await loadEverybody(settings, process.env, at);
  if (type === 'suppressed') {
    // A slip of the pen would go on mailing somebody who asked not to be.
    const known = [...subscriptions.map(({ id }) => id), ...unread].includes(one) || planner.cursors[one] !== undefined;
    if (!known) throw usage(`there is no subscription ${JSON.stringify(one)}, and there was none`);
    return suppressions.of(one, null, keys) === null ? [suppressionRecord(type, { subscription: one }, options)] : [];
  }
  // Lifting it for a subscription lifts it for the address that it names now, too.
  const subscription = subscriptions.find(({ id }) => id === one);
  const address = subscription === undefined ? null : addressOf(subscription).mailbox?.address;
  const found = [suppressions.of(one, null, keys), suppressions.of('', address ?? null, keys)];
  return found.flatMap((known) => (known === null ? [] : [{ ...known, type, ...asked(at) }]));
}

const asked = (at: string) => ({ reason: 'asked', at });
