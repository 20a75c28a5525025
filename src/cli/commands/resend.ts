import type { Argv } from 'yargs';
import { type Command, listOption, nowOption, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import type { LedgerArguments } from '../ledger-job.ts';
import { placeOptions } from '../options.ts';
import { print, printJson } from '../terminal.ts';

export const resendCommand = {
  command: 'resend <edition>',
  describe: 'Plan the digests of an edition once more, as new mails, for those who had it; the next send sends them',
  builder: (args: Argv) =>
    args
      .positional('edition', { type: 'string', demandOption: true, describe: 'The edition, DATE.N' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .option('only', { type: 'string', requiresArg: true, describe: 'Only the subscription of this id; repeatable' })
      .option('dry-run', { type: 'boolean', default: false, describe: 'Say what would be planned; record nothing' })
      .options(placeOptions),
  examples: [
    ['resend 2026-02-04.1 --only ada --dry-run', 'what she would get once more'],
    ['resend 2026-02-04.1 --only ada', 'plan it; the next paperboy send delivers it'],
  ],
  docs: 'sending.md',
  exits: [0, 2, 5],
  reports: true,
  run: resend,
} satisfies Command;

type Arguments = LedgerArguments & { edition: string; only?: string | string[]; dryRun: boolean };

async function resend(argv: Arguments): Promise<ExitCode> {
  const { add, lookAtLedger, withLedger } = await import('../ledger-job.ts');
  const { deliveryRow } = await import('../delivery-documents.ts');
  const { newDelivery } = await import('../../deliver/delivery.ts');
  const { planResend } = await import('../../pipeline/resend.ts');
  const now = nowOption(argv.now);
  const work = async (job: Awaited<ReturnType<typeof lookAtLedger>>) => {
    if (job.planner.archive.editions.every(({ id }) => id !== argv.edition)) {
      throw usage(`there is no edition ${JSON.stringify(argv.edition)}`, 'DATE.N, as paperboy run prints it');
    }
    const text = await job.store.ledger.read();
    const plan = planResend(argv.edition, { only: listOption(argv.only), ledger: job.planner.ledger, text, now });
    if (!argv.dryRun) for (const record of plan.records) await add(job, record);
    return plan;
  };
  const { records, skipped } = argv.dryRun ? await work(await lookAtLedger(argv)) : await withLedger(argv, work);
  const rows = records.map((record) => deliveryRow(newDelivery(record)));
  if (argv.json) printJson({ schema: 'paperboy.resend/1', dryRun: argv.dryRun, deliveries: rows, skipped });
  else {
    const { groups } = await import('../outcomes.ts');
    const title = argv.dryRun ? 'Would be planned again' : 'Planned again; paperboy send sends them';
    const shown = groups({
      [title]: rows.map(({ subscription, channel, digest }) => [subscription, channel, digest]),
      'Not planned again': skipped.map(({ subscription, digest, reason }) => [subscription, digest, reason]),
    });
    print(shown === '' ? 'Nobody had that edition.' : shown);
  }
  return 0;
}
