import type { Argv } from 'yargs';
import { type Command, nowOption } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import type { LedgerArguments } from '../ledger-job.ts';
import { placeOptions } from '../options.ts';
import { paint, print, printJson } from '../terminal.ts';

export const retryCommand = {
  command: 'retry [who..]',
  describe: 'Open digests again that were refused, put off or given up; the next send tries them at once',
  builder: (args: Argv) =>
    args
      .positional('who', { type: 'string', array: true, describe: 'Subscriptions, digests or keys; default: all' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .option('out', placeOptions.out)
      .example('$0 retry ada', 'after her address was corrected'),
  run: retry,
} satisfies Command;

async function retry(argv: LedgerArguments & { who?: string[] }): Promise<ExitCode> {
  const { add, selected, withLedger } = await import('../ledger-job.ts');
  const { deliveryRow } = await import('../delivery-documents.ts');
  const at = nowOption(argv.now);
  const rows = await withLedger(argv, async (job) => {
    const again = selected(job.planner.ledger.deliveries, argv.who ?? []).filter(
      ({ state, ended, notBefore, compacted }) =>
        !compacted && (state === 'failed' || (state === 'in-doubt' && ended) || notBefore !== null),
    );
    for (const { planned } of again) await add(job, { type: 'retry', key: planned.key, at });
    return again.map(deliveryRow);
  });
  if (argv.json) printJson({ schema: 'paperboy.retry/1', deliveries: rows });
  else if (rows.length === 0) print('There is nothing to try again.');
  else {
    const { columns } = await import('../outcomes.ts');
    const cells = rows.map(({ subscription, channel, digest }) => [subscription, channel, digest]);
    print([paint('bold', 'Open again; paperboy send tries them'), ...columns(cells)].join('\n'));
  }
  return 0;
}
