import type { Link } from '../model/index.ts';

/** The links that follow from an arXiv id: the paper's page on the site, its arXiv page and its PDF. */
export function paperLinks(arxivId: string | null): Link[] {
  if (arxivId === null) return [];
  return [
    { rel: 'page', url: `https://huggingface.co/papers/${arxivId}` },
    { rel: 'arxiv', url: `https://arxiv.org/abs/${arxivId}` },
    { rel: 'pdf', url: `https://arxiv.org/pdf/${arxivId}` },
  ];
}
