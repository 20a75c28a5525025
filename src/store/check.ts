import { join } from 'node:path';
import type { Day } from '../model/index.ts';
import { corrupt, missing, stray } from './errors.ts';
import { subscribersPath } from './layout.ts';
import { checksum, type Manifest } from './manifest.ts';
import { namesIn, readBytes } from './read.ts';

/** The files of papers among those of a state: day -> checksum. */
export const daysOf = (files: Readonly<Record<string, string>>): Map<Day, string> =>
  new Map(
    Object.entries(files).flatMap(([path, sum]) => {
      const day = /^papers\/\d{4}\/(.{10})\.jsonl$/.exec(path)?.[1];
      return day === undefined ? [] : [[day, sum] as const];
    }),
  );

/** Every file that should be there is as it was written, and no other is. */
export function checkFiles(folder: string, locate: (path: string) => string | null, manifest: Manifest): void {
  // What lies there unnamed belongs to another manifest: an older one was restored, or entries were taken out.
  const unnamed = present(folder).find(
    (path) => !Object.hasOwn(manifest.files, path) && locate(path) === join(folder, path),
  );
  if (unnamed !== undefined) throw stray(join(folder, unnamed));
  for (const [path, sum] of Object.entries(manifest.files)) {
    const place = locate(path);
    const bytes = place === null ? null : readBytes(place);
    if (place === null || bytes === null) throw missing(folder, path);
    if (checksum(bytes) !== sum) throw corrupt(place, 'its checksum is not that of the manifest');
  }
}

/** The files of the archive that lie in a folder, whatever the manifest says. */
export function present(folder: string): string[] {
  const lists = ['editions', 'dumps', ...namesIn(join(folder, 'papers')).map((year) => `papers/${year}`)];
  return lists.flatMap((list) => {
    if (list.endsWith('.jsonl')) return [list];
    return namesIn(join(folder, list)).flatMap((name) => (name.endsWith('.jsonl') ? [`${list}/${name}`] : []));
  });
}

/** Whether anything of an archive is there, although the manifest is not. People may subscribe before there is one. */
export const hasLeftovers = (folder: string): boolean =>
  namesIn(folder).some((name) => /\.jsonl?$/.test(name) && name !== subscribersPath) || present(folder).length > 0;
