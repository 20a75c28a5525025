import { join } from 'node:path';
import { resolveSettings } from '../config/settings.ts';
import type { Diagnostic, Instant } from '../model/index.ts';
import { checkAddress } from '../model/mailbox.ts';
import { channelOf } from '../pipeline/digests.ts';
import { openPlanner } from '../pipeline/look.ts';
import { Mailroom } from '../pipeline/mail.ts';
import { testSend as sendTest, type TestSent } from '../pipeline/test-send.ts';
import { usage } from './command.ts';
import { sendDocument } from './delivery-documents.ts';
import { loadEverybody } from './everybody.ts';
import type { ExitCode } from './exit.ts';
import { readTemplates, shellCache } from './files.ts';
import { noSender, type RunArguments, settingFlags } from './job.ts';
import { channelNamed, chosen } from './sending.ts';
import { storeOf } from './state.ts';
import { print, printDiagnostics, printJson } from './terminal.ts';

/** `paperboy send --to ADDRESS`: one digest of each subscription that was named, or of the first that has one. */
export async function testSend(
  argv: RunArguments & { to: string; only: readonly string[] },
  now: Instant,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { env } = process;
  const settings = resolveSettings({ flags: settingFlags(argv), env });
  const { outDir: out, siteUrl, from, unsubscribe } = settings;
  const address = checkAddress(argv.to);
  if (!address.ok) throw usage(`the address of --to ${address.reason}`);
  if (from === null) throw noSender();
  const { subscriptions, diagnostics: faulty } = await loadEverybody(settings, env, now);
  const wanted = chosen(subscriptions, argv.only);
  const store = storeOf(join(out, 'state'));
  const planner = await openPlanner(store, argv.channel ?? 'smtp', argv.channel !== undefined);
  const templates = await readTemplates(settings.templatesDir);
  const mailroom = new Mailroom(templates, shellCache(join(out, 'mail', '.cache')), { from, unsubscribe, siteUrl });
  const text = await store.ledger.read();
  const sent: TestSent[] = [];
  for (const subscription of wanted) {
    if (signal.aborted || (argv.only.length === 0 && sent.length > 0)) break;
    const channel = channelNamed(channelOf(subscription, planner), { out, settings, env });
    await channel.open();
    try {
      const to = { address: address.value, name: null };
      const done = await sendTest(subscription, to, { planner, text, mailroom, channel, now });
      if (done !== null) sent.push(done);
    } finally {
      await channel.close();
    }
  }
  show(argv.json, sent, faulty);
  return sent.some(({ outcome }) => outcome.state !== 'sent') ? 4 : 0;
}

function show(json: boolean, sent: readonly TestSent[], diagnostics: Diagnostic[]): void {
  if (json) {
    const digests = sent.map(({ subscription, digest, papers, outcome }) => ({
      ...{ subscription, digest, papers, status: outcome.state, channel: null, detail: outcome.detail },
    }));
    const report = { digests, diagnostics, verdict: { kind: 'quiet' as const, reason: '' }, editions: [], written: [] };
    printJson(sendDocument(report, false));
  } else if (sent.length === 0) print('There is no digest to show: nothing matches, or nothing was ever sent.');
  else {
    for (const { subscription, papers, outcome } of sent) {
      print(
        `${subscription}: ${papers} papers, as a test: ${outcome.state} (${outcome.detail}). Nothing was recorded.`,
      );
    }
  }
  printDiagnostics(diagnostics);
}
