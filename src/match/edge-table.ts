/**
 * The edges of a trie: (node, label) to child, in an open-addressing table of numbers. A Map from a combined key keeps every key
 * as an object on the heap beyond 2^31: at a million edges that is five times slower and larger.
 */
export class EdgeTable {
  private nodes = new Int32Array(64).fill(-1);
  private labels = new Int32Array(64);
  private children = new Int32Array(64);
  private count = 0;

  private slot(node: number, label: number): number {
    const mask = this.nodes.length - 1;
    let at = (Math.imul(node, 0x9e3779b1) ^ Math.imul(label + 1, 0x85ebca6b)) >>> 0;
    at = (at ^ (at >>> 15)) & mask;
    while (this.nodes[at] !== -1 && (this.nodes[at] !== node || this.labels[at] !== label)) at = (at + 1) & mask;
    return at;
  }

  /** The child over an edge, or -1. */
  find(node: number, label: number): number {
    const at = this.slot(node, label);
    return this.nodes[at] === -1 ? -1 : this.children[at]!;
  }

  /** The child over an edge, made when there is none. Children are numbered from 1 in the order of their making. */
  child(node: number, label: number): number {
    let at = this.slot(node, label);
    if (this.nodes[at] !== -1) return this.children[at]!;
    if (this.count * 2 >= this.nodes.length) {
      this.grow();
      at = this.slot(node, label);
    }
    this.nodes[at] = node;
    this.labels[at] = label;
    this.children[at] = ++this.count;
    return this.count;
  }

  private grow(): void {
    const { nodes, labels, children } = this;
    const size = nodes.length * 2;
    this.nodes = new Int32Array(size).fill(-1);
    this.labels = new Int32Array(size);
    this.children = new Int32Array(size);
    for (let i = 0; i < nodes.length; i++) {
      if (nodes[i] === -1) continue;
      const at = this.slot(nodes[i]!, labels[i]!);
      this.nodes[at] = nodes[i]!;
      this.labels[at] = labels[i]!;
      this.children[at] = children[i]!;
    }
  }
}
