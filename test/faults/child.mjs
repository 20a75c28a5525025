// The command line with a disk that can be made to forget: notes after each sync of the ledger how long it was then, so
// that whoever kills this process can take away what was not synced, as a power cut would.
//   PAPERBOY_SYNCED   the file to note the length in
//   PAPERBOY_NO_SYNC  1: the mutation, a ledger that is never synced
import { openSync, writeSync } from 'node:fs';
import { main } from '../../dist/cli/cli.js';
import { disk } from '../../dist/store/disk.js';

const note = openSync(process.env.PAPERBOY_SYNCED, 'r+');
const open = disk.openLog;
disk.openLog = async (path) => {
  const log = await open(path);
  const sync = async () => {
    if (process.env.PAPERBOY_NO_SYNC === '1') return;
    await log.sync();
    writeSync(note, String(await log.size()).padStart(12, '0'), 0);
  };
  return { ...log, sync };
};

process.exitCode = await main(process.argv.slice(2));
