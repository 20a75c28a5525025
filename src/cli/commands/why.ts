import type { Argv } from 'yargs';
import type { UserError } from '../../diagnostic/index.ts';
import { type Command, nowOption, usage } from '../command.ts';
import type { Clause, TopicExplanation, WhyReport } from '../documents.ts';
import type { ExitCode } from '../exit.ts';
import { paint, print, printJson } from '../terminal.ts';

interface WhyArguments {
  subscriber: string;
  paper: string;
  state?: string;
  subscriptions?: string;
  channel?: string;
  now?: string;
  json: boolean;
}

export const whyCommand = {
  command: 'why <subscriber> <paper>',
  describe: 'Explain why a subscriber got a paper, did not, or will: the topics, the digests, what stands in between',
  builder: (args: Argv) =>
    args
      .positional('subscriber', { type: 'string', describe: 'The id of a subscription, or its file' })
      .positional('paper', { type: 'string', describe: 'An arXiv id, a title or a part of one' })
      .option('state', { type: 'string', requiresArg: true, describe: 'The archive; default: out/state' })
      .option('subscriptions', { type: 'string', requiresArg: true, describe: 'The folder of subscriptions' })
      .option('channel', { type: 'string', requiresArg: true, describe: 'Ask as for a run with this --channel' })
      .option('now', { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601)' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' }),
  examples: [
    ['why ada 2602.01785', 'by an arXiv id'],
    ['why subscriptions/ben.yaml "protein fitness"', 'by words of a title'],
  ],
  docs: 'no-mail.md#one-paper-and-one-person',
  exits: [0, 2, 5],
  run: why,
} satisfies Command;

async function why(argv: WhyArguments): Promise<ExitCode> {
  const { resolveAddress } = await import('../../config/settings.ts');
  const { openPlanner } = await import('../../pipeline/look.ts');
  const { environment } = await import('../environment.ts');
  const { channelNamed, readKeys } = await import('../sending.ts');
  const { settingsOf } = await import('../settings.ts');
  const { openArchive, storeOf } = await import('../state.ts');
  const { subscriptionCalled } = await import('../subscribers.ts');
  const { papersNamed } = await import('../../pipeline/archive.ts');
  const { why: explain } = await import('../../pipeline/why.ts');
  const { whyDocument } = await import('../documents.ts');
  const env = environment();
  const settings = settingsOf({ subscriptions: argv.subscriptions, channel: argv.channel });
  const now = nowOption(argv.now);
  const subscription = await subscriptionCalled(argv.subscriber, settings, now);
  const folder = argv.state ?? settings.outDir;
  await openArchive(folder);
  const planner = await openPlanner(storeOf(folder), settings.channel ?? 'smtp', settings.channel !== null);
  const papers = papersNamed(argv.paper, planner.archive.papers);
  if (papers.length === 0)
    throw usage(`no paper of the archive is called ${JSON.stringify(argv.paper)}`, 'an arXiv id, or a part of a title');
  if (papers.length > 1)
    throw several(
      argv.paper,
      papers.map(({ title }) => title),
    );
  const report = explain(subscription, papers[0]!, now, {
    planner,
    keys: readKeys(env),
    inDoubt: settings.inDoubt,
    effects: { addressOf: (one) => resolveAddress(one, env) },
    ways: { of: (name) => ({ channel: channelNamed(name, { out: settings.outDir, settings, env }) }) },
  });
  if (argv.json) printJson(whyDocument(report));
  else show(report);
  return 0;
}

function several(text: string, titles: readonly string[]): UserError {
  const list = titles
    .slice(0, 5)
    .map((title) => JSON.stringify(title))
    .join('; ');
  return usage(
    `${titles.length} papers have titles with ${JSON.stringify(text)}`,
    `one of ${list}${titles.length > 5 ? '; ...' : ''}`,
    'give more of the title, or the arXiv id',
  );
}

function show({ paper, verdict, matches, topics, told, obstacles }: WhyReport): void {
  print(`${paint('bold', paper.title)}${paper.arxivId === null ? '' : `  ${paper.arxivId}`}`);
  print(`${verdict.reason}\n\n`);
  for (const topic of topics) showTopic(topic, paper);
  if (told.length > 0) print(paint('bold', 'Digests with it'));
  for (const telling of told) print(`  ${tellingText(telling)}`);
  if (obstacles.length === 0) return;
  print(
    `${told.length > 0 ? '\n' : ''}${paint('bold', matches && verdict.kind !== 'sent' ? 'In between' : 'Besides')}`,
  );
  for (const obstacle of obstacles) print(`  ${obstacle}`);
}

function tellingText({ digest, channel, state, attempts, at, notBefore, detail }: WhyReport['told'][number]): string {
  return [
    `${digest}  ${channel}  ${state}${at === null ? '' : ` ${at}`}`,
    ...(attempts > 1 ? [`tried ${attempts} times`] : []),
    ...(notBefore === null ? [] : [`not before ${notBefore}`]),
    ...(detail === null || detail === '' ? [] : [detail]),
  ].join(', ');
}

function showTopic(
  { topic, matches, match, minScore, clauses, errors }: TopicExplanation,
  paper: WhyReport['paper'],
): void {
  const below = match !== null && !matches ? `, below the threshold ${minScore}` : '';
  const verdict = matches ? `yes, score ${match!.score}` : match === null ? 'no' : `no, score ${match.score}${below}`;
  print(`${paint('bold', topic)}: ${verdict}`);
  if (match?.parts !== undefined) {
    const { relevance, community, freshness } = match.parts;
    print(`  relevance ${relevance} + community ${community} + freshness ${freshness}`);
    print(`  because: ${match.clause}`);
  }
  for (const error of errors) print(`  error: ${error.message}`);
  const more = clauses.filter(({ kind, holds, blame }) => (kind === 'term' || kind === 'test') && (holds || blame));
  for (const clause of more.slice(0, 30)) print(`  ${line(clause, paper)}`);
  if (more.length > 30) print(`  and ${more.length - 30} more`);
  print('');
}

function line({ text, holds, blame, spans, via, nearest }: Clause, paper: WhyReport['paper']): string {
  if (!holds) return `- ${text}: not found${nearest === null ? '' : ` (${nearest})`}`;
  if (blame) return `- ${text}: found, and excluded`;
  const [first] = spans;
  const where = first === undefined ? '' : `: ${first.field} "${around(paper[first.field] ?? '', first)}"`;
  const times = spans.length > 1 ? `, ${spans.length} times` : '';
  const learnt = via === null ? '' : `, as ${via.short} means ${via.long} in "${via.evidence[0]}"`;
  return `+ ${text}${where}${times}${learnt}`;
}

/** A span with some words around it. */
function around(text: string, { start, end }: { start: number; end: number }): string {
  const from = start < 30 ? 0 : text.indexOf(' ', start - 30) + 1;
  const to = end + 30 > text.length ? text.length : text.lastIndexOf(' ', end + 30);
  const cut = text.slice(Math.min(from, start), Math.max(to, end)).replace(/\s+/g, ' ');
  return `${from > 0 ? '...' : ''}${cut}${to < text.length ? '...' : ''}`;
}
