import type { Argv } from 'yargs';
import { UserError } from '../../diagnostic/index.ts';
import type { Subscription } from '../../model/index.ts';
import {
  type Command,
  type CommonArguments,
  commonOptions,
  dayOption,
  listOption,
  nowOption,
  usage,
} from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { paint, print, printDiagnostics, printJson } from '../terminal.ts';

export interface MatchArguments extends CommonArguments {
  dump: string[];
  any?: string | string[];
  all?: string | string[];
  none?: string | string[];
  query?: string;
  subscription?: string;
  abbreviations: boolean;
}

export const matchCommand = {
  command: 'match <dump..>',
  describe: 'Show which papers of dumps match keywords, a query or a subscription, and why',
  builder: (args: Argv) =>
    args
      .positional('dump', { type: 'string', array: true, describe: 'Files or folders; - for standard input' })
      .option('any', { type: 'string', requiresArg: true, describe: 'A keyword or phrase; one of them suffices' })
      .option('all', { type: 'string', requiresArg: true, describe: 'A keyword or phrase that must be there' })
      .option('none', { type: 'string', requiresArg: true, describe: 'A keyword or phrase that must not be there' })
      .option('query', {
        type: 'string',
        requiresArg: true,
        describe: 'A query in the profile language; with keywords, both must match',
      })
      .option('subscription', { type: 'string', requiresArg: true, describe: 'Take the topics of this file' })
      .option('abbreviations', {
        type: 'boolean',
        default: true,
        describe: 'LLM finds "large language model" and back, as the dumps define it; --no-abbreviations switches it off',
      })
      .options(commonOptions)
      .example('$0 match dumps --any DPO --any "reward model" --none survey', '')
      .example(`$0 match dumps --query '"reward model" AND NOT title:survey'`, ''),
  run: match,
} satisfies Command;

async function match(argv: MatchArguments): Promise<ExitCode> {
  const { readSources } = await import('../../fetch/files.ts');
  const { parseSources } = await import('../../pipeline/parse.ts');
  const { checkTopics, distinctPapers, findPapers } = await import('../../pipeline/inspect.ts');
  const date = dayOption('date', argv.date);
  const now = nowOption(argv.now);
  const { topics, queries = [] } = await topicsOf(argv);
  checkTopics(topics, queries);
  const sources = await readSources(argv.dump);
  const dumps = parseSources(sources, { now, date, archive: null });
  const papers = distinctPapers(dumps);
  const { abbreviations } = argv;
  const found = findPapers(topics, papers, { now, queries, abbreviations });
  const matches = found.map(({ title, arxivId, topic, score, spans }) => ({ title, arxivId, topic, score, spans }));
  const all = dumps.flatMap((dump) => dump.diagnostics);
  if (argv.json) printJson({ schema: 'paperboy.match/1', matches });
  else {
    for (const { title, topic, score, clause } of found) {
      print(`${score.toFixed(2).padStart(6)}  ${paint('bold', title)}\n        ${topic}: ${clause}`);
    }
    print(`${new Set(matches.map((found) => found.title)).size} of ${papers.length} papers match`);
  }
  printDiagnostics(all);
  return all.some((problem) => problem.severity === 'error') ? 3 : 0;
}

async function topicsOf(argv: MatchArguments): Promise<Pick<Subscription, 'topics' | 'queries'>> {
  const [any, all, none] = [listOption(argv.any), listOption(argv.all), listOption(argv.none)];
  const query = argv.query ?? null;
  const stated = any.length + all.length + none.length > 0 || query !== null;
  if (argv.subscription === undefined) {
    if (!stated) throw usage('nothing to match', '--any, --all, --query or --subscription');
    return { topics: [{ name: 'command line', any, all, none, query }] };
  }
  if (stated) throw usage('--subscription goes without keywords and --query');
  const { readFile } = await import('node:fs/promises');
  const { parseSubscription } = await import('../../config/subscriptions.ts');
  const text = await readFile(argv.subscription, 'utf8').catch(() => {
    throw usage(`cannot read the subscription ${argv.subscription}`);
  });
  const { subscription, diagnostics } = parseSubscription(text, argv.subscription);
  if (subscription === null) throw new UserError(diagnostics, 2);
  return subscription;
}
