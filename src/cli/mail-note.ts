import type { Channel } from '../deliver/channel.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { RunReport } from '../model/index.ts';
import { type Asked, nobody } from '../pipeline/nobody.ts';

/**
 * The report of a run that was to send, with the sentence that says why nobody was mailed among its diagnostics, so that
 * scripts have it too. A preview needs none: that nothing is sent there is what it was asked for.
 */
export function withReason(report: RunReport, asked: Asked, subject: { dumps: boolean }): RunReport {
  const message = asked.send ? reasonOf(report, asked, subject) : null;
  if (message === null) return report;
  return { ...report, diagnostics: [...report.diagnostics, diagnostic('nobody-mailed', { message })] };
}

/** Why nobody was mailed; `null` when somebody was. `dumps`: whether any were asked for. */
export const reasonOf = (report: RunReport, asked: Asked, { dumps }: { dumps: boolean }): string | null =>
  nobody({ ...report, verdict: dumps ? report.verdict : null }, asked);

/** A refusal before anything was handed to a channel, which says that nobody was mailed; any other error as it is. */
export function refusal(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const told = error.diagnostics.some(({ message, hint }) => /nobody was mailed/.test(`${message} ${hint}`));
  const [first] = error.diagnostics;
  if (told || first === undefined) return error;
  const message = `Nobody was mailed, for this run was refused: ${first.message.replace(/\.$/, '')}.`;
  return new UserError([...error.diagnostics, diagnostic('nobody-mailed', { message })], error.exitCode);
}

/** A channel that tells when a message is handed to it. */
export const watched = (channel: Channel, begin: () => void): Channel => ({
  ...(channel.withoutAddress === undefined ? {} : { withoutAddress: channel.withoutAddress }),
  open: () => channel.open(),
  close: () => channel.close(),
  send(...message) {
    begin();
    return channel.send(...message);
  },
});
