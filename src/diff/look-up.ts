import type { PaperKeys, PaperRecord } from '../model/index.ts';

/** A look-up that asks for each key once: what it brought is kept by the caller. */
export function onlyOnce(find: (keys: PaperKeys) => PaperRecord[]): (keys: PaperKeys) => PaperRecord[] {
  const asked = new Set<string>();
  return (keys) => {
    const open: PaperKeys = {};
    for (const [kind, wanted] of Object.entries(keys) as [keyof PaperKeys, string[]][]) {
      open[kind] = wanted.filter((key) => !asked.has(`${kind}:${key}`));
      for (const key of wanted) asked.add(`${kind}:${key}`);
    }
    return Object.values(open).some((wanted) => wanted.length > 0) ? find(open) : [];
  };
}

/** The keys of several papers together, each once. */
export function mergeKeys(all: readonly Required<PaperKeys>[]): PaperKeys {
  const merge = (kind: keyof PaperKeys) => [...new Set(all.flatMap((keys) => keys[kind]))];
  return { ids: merge('ids'), arxivIds: merge('arxivIds'), titles: merge('titles'), abstracts: merge('abstracts') };
}
