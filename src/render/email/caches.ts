/** The cached value of a key, made when there is none. When there are `most`, the oldest half goes. */
export function kept<K, T>(cache: Map<K, T>, key: K, make: () => T, most = Number.POSITIVE_INFINITY): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= most) {
    let drop = most / 2;
    for (const old of cache.keys()) {
      if (drop-- <= 0) break;
      cache.delete(old);
    }
  }
  const made = make();
  cache.set(key, made);
  return made;
}

/** A function that remembers its answers for the last so many strings. It must depend on its argument alone. */
export function remembering<T>(make: (key: string) => T, most = 2_000): (key: string) => T {
  const cache = new Map<string, T>();
  return (key) => kept(cache, key, () => make(key), most);
}

interface Node<T> {
  value?: T;
  next: Map<string, Node<T>> | null;
}

/**
 * A cache whose keys are lists of strings. Walking from string to string costs a look-up each; joining them to one key would
 * cost a new string for every card of every mail, which is most of what rendering a mail costs. Emptied when it has
 * `most` values.
 */
export class ListCache<T> {
  private root: Node<T> = { next: null };
  private size = 0;
  private lastPart = '';
  private lastNode: Node<T> | null = null;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  clear(): void {
    this.root = { next: null };
    this.lastNode = null;
    this.size = 0;
  }

  /** The first step. It is mostly that of the list before, as a digest is ordered by topic. */
  begin(part: string): Node<T> {
    if (part !== this.lastPart || this.lastNode === null) {
      this.lastPart = part;
      this.lastNode = this.step(this.root, part);
    }
    return this.lastNode;
  }

  step(node: Node<T>, part: string): Node<T> {
    node.next ??= new Map();
    let next = node.next.get(part);
    if (next === undefined) {
      next = { next: null };
      node.next.set(part, next);
    }
    return next;
  }

  at(node: Node<T>, make: () => T): T {
    if (node.value === undefined) {
      if (++this.size > this.most) this.clear();
      node.value = make();
    }
    return node.value;
  }
}
