// Writes a run's outcome into the job summary (GITHUB_STEP_SUMMARY) and the step's outputs (GITHUB_OUTPUT).
// Usage: node report.mjs RUN.json EXIT_CODE PAPERS.md
// PAPERS.md, what `paperboy run --summary` wrote, is Markdown that is escaped already, and of bounded length; it may be missing.
// Outputs are words of a fixed list and whole numbers only. Text from elsewhere goes into the summary alone, escaped.
import { appendFileSync, readFileSync } from 'node:fs';

const verdicts = ['fresh', 'quiet', 'stale', 'partial', 'broken'];
const meanings = {
  0: 'done',
  1: 'an error of Paperboy',
  2: 'usage or configuration is wrong',
  3: 'some input was unusable; the rest was processed',
  4: 'some deliveries did not go out, or are in doubt',
  5: 'refused to run; nothing was changed',
  130: 'stopped',
  143: 'stopped',
};
/** Diagnostics shown in the summary, which may have 1 MiB; the log has all of them. */
const shownDiagnostics = 50;

const [file, exitCode, papersFile] = process.argv.slice(2);
const code = Number(exitCode);

function readReport() {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return report.schema === 'paperboy.run/1' ? report : null;
  } catch {
    return null;
  }
}

/** Text from elsewhere as HTML within one line of Markdown: no mark-up of either, no line break, of bounded length. */
function escaped(text) {
  const line = String(text ?? '').replace(/\s+/g, ' ');
  const short = line.length > 300 ? `${line.slice(0, 299)}…` : line;
  return short.toWellFormed().replace(/[^\p{L}\p{N} ,…-]/gu, (character) => `&#${character.codePointAt(0)};`);
}

const table = (head, rows) =>
  rows.length === 0 ? [] : ['', ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)];

function summary(report) {
  const outcome = `Exit code ${code}: ${meanings[code] ?? 'unknown'}.`;
  if (report === null) return ['## Paperboy', '', outcome, '', 'There is no report; the log says why.'];
  const { verdict, editions, digests, written, diagnostics } = report;
  const problems = diagnostics.filter(({ severity }) => severity !== 'info');
  const more = problems.length - shownDiagnostics;
  return [
    `## Paperboy: ${escaped(verdict.kind)}`,
    '',
    `${escaped(verdict.reason)}. ${outcome} ${written.length} files written.`,
    ...table(
      ['edition', 'new', 'revised', 'enriched', 'seen before'],
      editions.map(({ id, counts }) =>
        [id, counts.new, counts.revised, counts.enriched, counts.seen].map((cell) => escaped(cell)),
      ),
    ),
    ...table(
      ['digest of', 'papers', 'status'],
      digests.map(({ subscription, papers, status }) => [subscription, papers, status].map((cell) => escaped(cell))),
    ),
    ...table(
      ['severity', 'code', 'where', 'message'],
      problems
        .slice(0, shownDiagnostics)
        .map(({ severity, code: name, file: where, line, message }) => [
          escaped(severity),
          escaped(name),
          escaped(where === null ? '' : line === null ? where : `${where}:${line}`),
          escaped(message),
        ]),
    ),
    ...(more > 0 ? ['', `and ${more} more in the log.`] : []),
  ];
}

function outputs(report) {
  const sum = (kind) => report?.editions.reduce((total, { counts }) => total + counts[kind], 0) ?? 0;
  const made = report?.digests.filter(({ status }) => status === 'preview' || status === 'sent').length ?? 0;
  const numbers = {
    'exit-code': code,
    new: sum('new'),
    revised: sum('revised'),
    enriched: sum('enriched'),
    editions: report?.editions.length ?? 0,
    digests: made,
  };
  const lines = Object.entries(numbers).map(([name, value]) => {
    if (!Number.isSafeInteger(value)) throw new Error(`${name} is not a whole number`);
    return `${name}=${value}`;
  });
  return [`verdict=${verdicts.find((kind) => kind === report?.verdict.kind) ?? ''}`, ...lines];
}

function papers() {
  try {
    return readFileSync(papersFile, 'utf8');
  } catch {
    return '';
  }
}

const report = readReport();
appendFileSync(process.env.GITHUB_OUTPUT, `${outputs(report).join('\n')}\n`);
appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${summary(report).join('\n')}\n\n${papers()}`);
