import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { replay } from '../../../deliver/ledger.ts';
import { UserError } from '../../../diagnostic/index.ts';
import type { Archive } from '../../../model/index.ts';
import { recordKeys, verifyLedger } from '../../../pipeline/archive.ts';
import { takeLock } from '../../../store/lock.ts';
import { verifyState } from '../../../store/verify.ts';
import { hasOutput } from '../../files.ts';
import { readKeys } from '../../sending.ts';
import { cacheOf, storeOf } from '../../state.ts';
import { about, type Finding } from '../check.ts';
import { diagnosticsOf, lineOf, many, remedyOf } from '../words.ts';
import type { World } from '../world.ts';

/** Looks at every part of the archive, as `archive verify` does. */
export async function state(out: string): Promise<{ findings: Finding[]; archive: Archive | null }> {
  const { ok, skipped, warning, problem } = about('state');
  const folder = join(out, 'state');
  const { archive, files, diagnostics, ledger } = verifyState(folder, { cache: cacheOf(folder), keysOf: recordKeys });
  const faults = [...diagnostics];
  if (archive !== null && ledger !== null)
    faults.push(...(await verifyLedger(storeOf(folder).ledger, archive, ledger)));
  if (faults.length > 0) {
    const repair = 'paperboy archive repair says what can be saved; or restore out/state from git or a backup';
    const findings = faults.map((fault) =>
      fault.severity === 'error'
        ? problem(lineOf(fault), fault.hint ?? repair)
        : warning(lineOf(fault), remedyOf(fault)),
    );
    return { findings, archive: faults.some(({ severity }) => severity === 'error') ? null : archive };
  }
  if (archive !== null) {
    const { papers, editions } = archive;
    return {
      findings: [ok(`${many(papers.length, 'paper')}, ${many(editions.length, 'edition')} in ${files} files`)],
      archive,
    };
  }
  if (!(await hasOutput(out)))
    return { findings: [skipped('there is no archive yet', 'paperboy run makes one')], archive };
  const message = `there is no archive, but ${out} holds feeds or mails of an earlier run`;
  return { findings: [problem(message, 'restore out/state from git or a backup')], archive };
}

export async function lock(out: string): Promise<Finding[]> {
  const { ok, warning, problem } = about('lock');
  try {
    await (await takeLock(join(out, 'state')))();
    return [ok('no other run is at work')];
  } catch (error) {
    return diagnosticsOf(error).map((fault) =>
      (fault.code === 'locked' ? warning : problem)(lineOf(fault), remedyOf(fault)),
    );
  }
}

/** Free bytes below which a run is at risk, and below which it is sure to fail soon. */
const room = { tight: 500e6, full: 50e6 };

export async function disk(out: string, { space }: World): Promise<Finding[]> {
  const { ok, warning, problem } = about('disk');
  const folder = await nearest(out);
  const found = await stat(folder);
  if (!found.isDirectory())
    return [problem(`${folder} is not a folder`, 'move it away, or name another one with --out')];
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return [
      problem(`${folder} cannot be written: ${code}`, 'give the user who runs Paperboy the right to write there'),
    ];
  }
  const free = await space(folder);
  if (free === null) return [ok(`${folder} can be written`)];
  const amount = free >= 1e9 ? `${Math.floor(free / 1e9)} GB` : `${Math.floor(free / 1e6)} MB`;
  if (free < room.full) return [problem(`only ${amount} are free in ${folder}`, 'make room')];
  if (free < room.tight) return [warning(`only ${amount} are free in ${folder}`, 'make room')];
  return [ok(`${folder} can be written, ${amount} free`)];
}

/** A path, or the nearest one above it that is there. */
async function nearest(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  return there ? path : nearest(dirname(resolve(path)));
}

export async function ledger(out: string, { env }: World): Promise<Finding[]> {
  const { ok, skipped, warning, problem } = about('ledger');
  const log = storeOf(join(out, 'state')).ledger;
  const text = await log.read().catch(() => null);
  if (text === null) return [problem(`${log.path} cannot be read`, 'look at its permissions')];
  if (text === '') return [skipped('nothing was ever sent')];
  try {
    const book = replay(text, log.path);
    const { active } = book.suppressions;
    const count = (test: (state: string) => boolean) => book.open.filter((one) => test(one.state)).length;
    const doubtful = count((one) => one === 'in-doubt');
    const deferred = count((one) => one === 'deferred');
    const sent = book.deliveries.filter((one) => one.state === 'sent').length;
    const findings: Finding[] = [];
    if (doubtful > 0)
      findings.push(
        warning(
          `${many(doubtful, 'digest is', 'digests are')} in doubt: handed over, and no answer came`,
          'the next run sends it again; --in-doubt skip does not (docs/sending.md, In doubt)',
        ),
      );
    if (deferred > 0)
      findings.push(
        warning(`${many(deferred, 'digest was', 'digests were')} put off`, 'paperboy deliveries --status deferred'),
      );
    if (active.length > 0)
      findings.push(
        warning(
          `${many(active.length, 'address or subscription is', 'addresses or subscriptions are')} suppressed and not mailed`,
          'paperboy deliveries shows them; paperboy unsuppress lifts it',
        ),
      );
    const unknown = book.suppressions.unknownKeys(keysOf(env));
    if (unknown.length > 0)
      findings.push(
        problem(
          `addresses are suppressed under the key ${unknown.join(', ')}, which PAPERBOY_KEY does not hold: sending is refused`,
          'put that key into PAPERBOY_KEY, after the newest one and a space',
        ),
      );
    return findings.length > 0 ? findings : [ok(`${many(sent, 'digest')} sent, nothing open`)];
  } catch (error) {
    return diagnosticsOf(error).map((fault) => problem(lineOf(fault), remedyOf(fault)));
  }
}

/** A key that cannot be used has a finding of its own. */
function keysOf(env: World['env']): ReturnType<typeof readKeys> {
  try {
    return readKeys(env);
  } catch (error) {
    if (error instanceof UserError) return readKeys({});
    throw error;
  }
}
