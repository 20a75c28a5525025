import type { Argv } from 'yargs';
import type { Delivery } from '../../deliver/ledger.ts';
import { type Command, nowOption } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import type { LedgerArguments } from '../ledger-job.ts';
import { placeOptions } from '../options.ts';
import { print, printJson } from '../terminal.ts';

export const retryCommand = {
  command: 'retry [who..]',
  describe: 'Open digests again that were refused, put off or given up; the next send tries them at once',
  builder: (args: Argv) =>
    args
      .positional('who', { type: 'string', array: true, describe: 'Subscriptions, digests or keys; default: all' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .option('out', placeOptions.out),
  examples: [
    ['retry', 'all that was refused or given up'],
    ['retry ada', 'after her address was corrected'],
  ],
  docs: 'sending.md',
  exits: [0, 2, 5],
  reports: true,
  run: retry,
} satisfies Command;

async function retry(argv: LedgerArguments & { who?: string[] }): Promise<ExitCode> {
  const { add, selected, withLedger } = await import('../ledger-job.ts');
  const { deliveryRow } = await import('../delivery-documents.ts');
  const { retoldBy } = await import('../../deliver/retold.ts');
  const at = nowOption(argv.now);
  const { rows, skipped } = await withLedger(argv, async (job) => {
    const { ledger } = job.planner;
    const asked = selected(ledger.deliveries, argv.who ?? []).filter(
      ({ state, ended, notBefore, compacted }) =>
        !compacted && (state === 'failed' || (state === 'in-doubt' && ended) || notBefore !== null),
    );
    const again: Delivery[] = [];
    const left: { subscription: string; digest: string; reason: string }[] = [];
    // The newest first: the papers of a digest that was refused stand in the next one as well, and one of them will do.
    for (const delivery of asked.toReversed()) {
      const { key, subscription, digest } = delivery.planned;
      const other = delivery.state === 'failed' && !delivery.doubted ? retoldBy(delivery, ledger) : null;
      if (other !== null) left.push({ subscription, digest, reason: `its papers stand in ${other.planned.digest}` });
      else {
        await add(job, { type: 'retry', key, at });
        again.push(delivery);
      }
    }
    return { rows: again.toReversed().map(deliveryRow), skipped: left.toReversed() };
  });
  if (argv.json) printJson({ schema: 'paperboy.retry/1', deliveries: rows, skipped });
  else {
    const { groups } = await import('../outcomes.ts');
    const open = rows.map(({ subscription, channel, digest }) => [subscription, channel, digest]);
    const left = skipped.map(({ subscription, digest, reason }) => [subscription, digest, reason]);
    const shown = groups({ 'Open again; paperboy send tries them': open, 'Left as they are': left });
    print(shown === '' ? 'There is nothing to try again.' : shown);
  }
  return 0;
}
