import type { Argv } from 'yargs';
import { diagnostic, UserError } from '../../diagnostic/index.ts';
import type { Command } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { print, printJson } from '../terminal.ts';

export const historyCommand = {
  command: 'history <paper>',
  describe: 'Show when a paper came, changed and was relisted, and which dump said what of it',
  builder: (args: Argv) =>
    args
      .positional('paper', { type: 'string', demandOption: true, describe: 'An arXiv id, a permanent id, or a title' })
      .option('out', { type: 'string', requiresArg: true, describe: 'The output folder (out)' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' }),
  examples: [
    ['history 2502.12345', 'by its arXiv id'],
    ['history "reward models"', 'by words of its title'],
  ],
  docs: 'archive.md',
  exits: [0, 2, 5],
  run: history,
} satisfies Command;

async function history(argv: { paper: string; out?: string; json: boolean }): Promise<ExitCode> {
  const { settingsOf } = await import('../settings.ts');
  const { openArchive } = await import('../state.ts');
  const { historyOf, papersNamed } = await import('../../pipeline/archive.ts');
  const archive = (await openArchive(settingsOf(argv).outDir)).archive();
  // yargs reads an id such as 2502.12345 as a number; its digits are kept by `type: string`.
  const found = papersNamed(String(argv.paper), archive.papers);
  const [paper] = found;
  if (paper === undefined) throw unknown(argv.paper);
  if (found.length > 1) throw ambiguous(argv.paper, found);
  const story = historyOf(paper, archive);
  if (argv.json) {
    const { historyDocument } = await import('../archive-documents.ts');
    printJson(historyDocument(story));
  } else {
    const { describeHistory } = await import('../archive-text.ts');
    print(describeHistory(story));
  }
  return 0;
}

const unknown = (name: string): UserError =>
  new UserError(
    [
      diagnostic('paper-unknown', {
        message: `no paper of the archive is meant by ${JSON.stringify(name)}`,
        expected: 'an arXiv id, a permanent id, or words of a title',
        hint: 'paperboy papers QUERY finds papers by what they are about',
      }),
    ],
    2,
  );

const ambiguous = (name: string, found: readonly { title: string; arxivId: string | null; id: string }[]): UserError =>
  new UserError(
    [
      diagnostic('paper-unknown', {
        message: `${found.length} papers are meant by ${JSON.stringify(name)}`,
        expected: 'more of the title, or an id',
        actual: found
          .slice(0, 5)
          .map(({ title, arxivId, id }) => `${title} (${arxivId ?? id})`)
          .join('; '),
      }),
    ],
    2,
  );
