import type { Argv } from 'yargs';
import { type Command, listOption, nowOption, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import type { LedgerArguments } from '../ledger-job.ts';
import { placeOptions } from '../options.ts';
import { paint, print, printJson } from '../terminal.ts';

const states = ['planned', 'sent', 'deferred', 'failed', 'in-doubt'] as const;

export const deliveriesCommand = {
  command: 'deliveries [who..]',
  describe: 'Show what the ledger knows: what was sent, deferred, refused or is in doubt, and who is suppressed',
  builder: (args: Argv) =>
    args
      .positional('who', { type: 'string', array: true, describe: 'Subscriptions, digests or keys; default: all' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .option('status', { choices: states, describe: 'Only those in this state; repeatable' })
      .option('compact', {
        type: 'boolean',
        default: false,
        describe: 'Make the ledger smaller: of what ended 90 days ago it keeps what was told',
      })
      .option('out', placeOptions.out),
  examples: [
    ['deliveries', 'everything that was planned, and what became of it'],
    ['deliveries --status in-doubt', 'mails that may have arrived'],
  ],
  docs: 'sending.md',
  exits: [0, 2, 5],
  run: deliveries,
} satisfies Command;

type Arguments = LedgerArguments & { who?: string[]; status?: string | string[]; compact: boolean };

async function deliveries(argv: Arguments): Promise<ExitCode> {
  const { lookAtLedger, selected, withLedger } = await import('../ledger-job.ts');
  const { deliveryRow, suppressionRow } = await import('../delivery-documents.ts');
  if (argv.compact) {
    if (argv.json || argv.status !== undefined || (argv.who ?? []).length > 0) throw usage('--compact goes alone');
    const now = nowOption(argv.now);
    const { compactLedger } = await import('../../pipeline/compaction.ts');
    const saved = await withLedger(argv, ({ planner, store }) =>
      compactLedger(planner.ledger, { store, clock: () => now }, true),
    );
    print(saved > 0 ? `The ledger is ${saved} bytes smaller.` : 'Nothing could be left out.');
    return 0;
  }
  const { planner } = await lookAtLedger(argv);
  const wanted = new Set(listOption(argv.status));
  const rows = selected(planner.ledger.deliveries, argv.who ?? [])
    .map(deliveryRow)
    .filter(({ state }) => wanted.size === 0 || wanted.has(state));
  const suppressions = planner.ledger.suppressions.active.map(suppressionRow);
  if (argv.json) printJson({ schema: 'paperboy.deliveries/1', deliveries: rows, suppressions });
  else {
    const { columns } = await import('../outcomes.ts');
    const { deliveryCells } = await import('../delivery-table.ts');
    if (rows.length > 0) print([paint('bold', 'Deliveries'), ...columns(rows.map(deliveryCells))].join('\n'));
    else print('No deliveries.');
    if (suppressions.length > 0) {
      const cells = suppressions.map(({ subject, keyId, reason, at }) => [
        keyId === null ? subject : `an address (${subject.slice(0, 8)})`,
        at,
        reason,
      ]);
      print(['', paint('bold', 'Not to be mailed'), ...columns(cells)].join('\n'));
    }
  }
  return 0;
}
